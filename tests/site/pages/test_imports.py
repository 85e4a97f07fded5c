"""Imports behind a token: as pages for operators, and as JSON for programs."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.pages.test_stats import bearer, make_token
from tests.support.client import ask
from tests.support.newsroom import newsroom_over
from tests.support.server import serving
from tests.support.trees import name

IMPORTS = 51
BROKEN = "_posts/2022-05-01-<b>broken.md"


@pytest.fixture(scope="module")
def database_url(
    _migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """A database that remembers one import more than a page shows."""
    folder = tmp_path_factory.mktemp("imports")
    url = f"sqlite:///{shutil.copy(_migrated_sqlite, folder / 'feedsvc.db')}"
    with newsroom_over(url, folder / "archive") as newsroom:
        newsroom.tree.post(name(1), "{% gist 1 %}港口扩建。")
        newsroom.tree.write(BROKEN, "---\n没有元数据")
        for _ in range(IMPORTS):
            newsroom.import_()
    return url


@pytest.fixture(scope="module")
def site(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The base URL of a server that has something to show, and a token."""
    folder = tmp_path_factory.mktemp("serve")
    with serving({"FEEDSVC_DATABASE_URL": database_url}, folder) as base_url:
        yield base_url, make_token(database_url, folder, "read:imports")


def test_programs_read_imports(site: tuple[str, str]) -> None:
    """A page of them, the older ones, and one with its reports; for nobody's cache."""
    base_url, token = site
    answer = ask(base_url, "/api/v1/imports?limit=50", bearer(token))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
    told = json.loads(answer.text)
    assert [run["number"] for run in told["imports"]] == list(range(IMPORTS, 1, -1))
    older = f"/api/v1/imports?before={told['before']}"
    told = json.loads(ask(base_url, older, bearer(token)).text)
    [first] = told["imports"]
    assert (first["number"], told["before"]) == (1, None)
    assert (first["state"], first["command"], first["archive"]) == (
        "finished", "import", "archive",
    )  # fmt: skip
    assert (first["counts"]["new"], first["reported"]) == (1, 2)
    assert first["began"].endswith("+08:00")
    one = json.loads(ask(base_url, "/api/v1/imports/1", bearer(token)).text)
    assert one["reports"][0] == {
        "path": name(1),
        "finding": "look at",
        "reason": "Liquid was left out at line 8: {% gist 1 %}.",
    }
    assert one["reports"][1]["path"] == BROKEN
    assert one.items() >= first.items()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?archive=archive&limit=1000", 200),
        ("?archive=none", 200),
        ("?limit=0", 400),
        ("?limit=1001", 400),
        ("?limit=1&limit=2", 400),
        ("?before=-1", 400),
        ("?before=" + "9" * 30, 400),
        ("?archive=%00", 400),
        ("/52", 404),
        ("/" + "9" * 30, 404),
        ("/x", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    site: tuple[str, str], query: str, status: int
) -> None:
    """That names the field, and is never a server error."""
    base_url, token = site
    answer = ask(base_url, f"/api/v1/imports{query}", bearer(token))
    assert answer.status == status
    if status == 400:
        field = query[1:].partition("=")[0]
        assert json.loads(answer.text)["detail"].startswith(field)


def test_only_a_token_of_this_scope_opens_them(
    site: tuple[str, str], database_url: str, tmp_path: Path
) -> None:
    """One for statistics does not, nor does this one open those."""
    base_url, token = site
    other = make_token(database_url, tmp_path)
    for path in ("/imports/", "/imports/1", "/api/v1/imports", "/api/v1/imports/1"):
        assert ask(base_url, path).status == 401
        refused = ask(base_url, path, bearer(other))
        assert (refused.status, "broken" in refused.text) == (401, False)
        assert refused.headers["WWW-Authenticate"]
        assert ask(base_url, path, bearer(token)).status == 200
    assert ask(base_url, "/stats/", bearer(token)).status == 401
    assert ask(base_url, "/zh-Hant/imports/", bearer(token)).status == 404


@pytest.mark.parametrize("width", [390, 1280])
def test_operators_read_them(
    browser: Browser, site: tuple[str, str], width: int
) -> None:
    """From the list to the oldest import and its reports, on a phone and on a screen."""
    base_url, token = site
    options = {"http_credentials": {"username": "desk", "password": token}}
    size = {"width": width, "height": 900}
    with browser.new_context(viewport=size, **options) as context:  # type: ignore[arg-type]
        page = context.new_page()
        answer = page.goto(f"{base_url}/imports/")
        assert answer is not None
        assert answer.headers["cache-control"] == "private, no-store"
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.click("a[rel=next]")
        page.click("main table a")
        assert page.url == f"{base_url}/imports/1"
        assert page.evaluate("document.documentElement.scrollWidth") == width
        text = page.inner_text("main")
        for shown in ("第 1 次导入", "已完成", "无法读取", BROKEN, "{% gist 1 %}"):
            assert shown in text
        page.goto(f"{base_url}/imports/?before=junk")
        assert page.locator("main table tr").count() == 51
