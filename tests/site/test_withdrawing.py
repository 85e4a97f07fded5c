"""Withdrawing: what one surface says of an article, every other says too (R1 to R5)."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from feedsvc.model.feed import Format
from tests.support import paper
from tests.support.client import Answer, ask, eventually
from tests.support.posts import Silent, use_cases

CODE = str(paper.STORY)
SHARE = "/html_News/NewsShare.html?infoCode="
LINKS = (
    f"/s/{CODE}", f"{SHARE}{CODE}", f"{SHARE}{CODE.lower()}%E3%80%82", f"/s/{paper.MERGED}",
)  # fmt: skip
PAGES = (paper.STORY_PATH, f"/s/{CODE}/qr.svg", f"/s/{CODE}/qr.png")
LISTINGS = (
    "/", "/sitemaps/1.xml", f"/categories/{paper.OUTLET}/", *map("/{}".format, Format),
)  # fmt: skip


@pytest.mark.parametrize(("is_legal", "status"), [(False, 410), (True, 451)])
def test_every_surface_agrees(
    sqlite_url: str,
    server: Callable[..., str],
    tmp_path: Path,
    is_legal: bool,  # noqa: FBT001 - a parameter of the test
    status: int,
) -> None:
    """Published, withdrawn, and back: at every address, in both scripts, with HEAD."""
    paper.fill(sqlite_url, tmp_path / "archive")
    base = server(sqlite_url)
    cases = use_cases(sqlite_url)
    assert_there(base)
    cases.decisions.retract(paper.STORY, reason="错误", is_legal=is_legal)
    assert_gone(base, status)
    cases.decisions.restore(paper.STORY)
    assert_there(base)
    cases.database.dispose()


def test_every_surface_agrees_with_the_archive(
    sqlite_url: str, server: Callable[..., str], tmp_path: Path
) -> None:
    """A later import says `published: false`, and another one no longer."""
    root = tmp_path / "archive"
    paper.fill(sqlite_url, root)
    base = server(sqlite_url)
    assert_there(base)
    file = root / f"_posts/2026-11-01-{CODE}.md"
    text = file.read_text(encoding="utf-8")
    cases = use_cases(sqlite_url)
    file.write_text(text.replace("layout: post", "published: no"), encoding="utf-8")
    cases.importer.run(root, Silent())
    assert_gone(base, 410)
    file.write_text(text, encoding="utf-8")
    cases.importer.run(root, Silent())
    assert_there(base)
    cases.database.dispose()


def everywhere(base: str, paths: tuple[str, ...]) -> list[Answer]:
    """What each path answers, in either script and by either method."""
    return [
        ask(base, prefix + path, method=method)
        for path in paths
        for prefix in ("", "/zh-Hant")
        for method in ("GET", "HEAD")
    ]


def resolved(base: str) -> str:
    """What the API says of the code."""
    answer = ask(base, f"/api/v1/resolve?code={CODE}")
    return str(json.loads(answer.body)["status"])


def assert_there(base: str) -> None:
    """R1, R2: a redirect that says how long it holds, to a page that is there."""
    eventually(partial(ask, base, LINKS[0]), lambda answer: answer.status == 301)
    for answer in everywhere(base, LINKS):
        assert answer.status == 301
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert ask(base, answer.location).status == 200
    assert {answer.status for answer in everywhere(base, PAGES)} == {200}
    assert resolved(base) == "found"
    for path in LISTINGS:
        eventually(partial(ask, base, path), names_it)


def assert_gone(base: str, status: int) -> None:
    """R4, R5: kept out of indexes, kept for as long as a redirect, and named nowhere."""
    eventually(partial(ask, base, LINKS[0]), lambda answer: answer.status == status)
    for answer in everywhere(base, LINKS + PAGES):
        assert answer.status == status
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert paper.STORY_TITLE not in answer.text
    assert resolved(base) == "retracted"
    for path in LISTINGS:
        eventually(partial(ask, base, path), lambda answer: not names_it(answer))


def names_it(answer: Answer) -> bool:
    """Whether a listing leads to the article."""
    return paper.STORY_PATH in answer.text
