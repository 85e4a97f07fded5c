"""The page of statistics: whom it opens to, and what it shows them."""

import base64
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from feedsvc.model.click import Opened
from feedsvc.model.clock import utc_now
from feedsvc.model.info_code import InfoCode
from feedsvc.services.clicks import ClickCounter
from tests.support.client import Answer, ask, ask_on, connect
from tests.support.database import shared_database
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.process import run_feedsvc
from tests.support.server import serving

CODE = "NW202611010000000001"
TITLE = "滨江<开局> & “收官”"


def make_token(database_url: str, folder: Path, *scopes: str) -> str:
    """A token, as an operator makes one."""
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    scopes = scopes or ("read:stats",)
    named = [word for scope in scopes for word in ("--scope", scope)]
    line = ("token", "create", *named)
    done = run_feedsvc(*line, settings=settings, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


ONLY = 1  # the store's number of its one article


def fill(database_url: str, folder: Path) -> None:
    """An article with clicks of two kinds and two channels, and dead links."""
    cases = use_cases(database_url)
    post = Post(stem=f"2026-11-01-{CODE}", title=TITLE, date="2026-11-01 08:00:00")
    cases.importer.run(write_archive(folder / "archive", [post]), Silent())
    click_counter = ClickCounter(cases.database, ZoneInfo("Asia/Shanghai"), utc_now, "")
    for _ in range(1_234):
        click_counter.note(Opened(ONLY, None, "from=timeline", "Mozilla", ""))
    for _ in range(77):
        click_counter.note(Opened(ONLY, None, "", "TelegramBot", "https://t.me/"))
    click_counter.note(Opened(None, InfoCode("NOBODYS"), "", "Mozilla", ""))
    click_counter.note(Opened(None, None, "", "", ""))
    click_counter.flush()
    cases.database.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database for all tests of the page, which only read it."""
    folder = tmp_path_factory.mktemp("stats")
    with shared_database(request, folder) as url:
        fill(url, folder)
        yield url


@pytest.fixture(scope="module")
def site(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The base URL of a server that has something to show, and a token."""
    folder = tmp_path_factory.mktemp("serve")
    with serving({"FEEDSVC_DATABASE_URL": database_url}, folder) as base_url:
        yield base_url, make_token(database_url, folder)


def bearer(token: str) -> dict[str, str]:
    """What a program sends."""
    return {"Authorization": f"Bearer {token}"}


def basic(token: str, name: str = "") -> dict[str, str]:
    """What a browser sends once a person has filled in its form."""
    pair = base64.b64encode(f"{name}:{token}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def is_refused(answer: Answer) -> bool:
    """401, with the form for people and the way for programs, and nothing to read."""
    ways = answer.headers.get_all("WWW-Authenticate") or []
    return (
        answer.status == 401
        and [way.split()[0] for way in ways] == ["Basic", "Bearer"]
        and answer.headers["Cache-Control"] == "no-store"
        and "1,234" not in answer.text
        and CODE not in answer.text
    )


def test_a_token_opens_the_page(site: tuple[str, str]) -> None:
    """Sent by a program, or typed by a person under any name; for nobody's cache."""
    base_url, token = site
    for headers in (bearer(token), basic(token), basic(token, "任何人")):
        answer = ask(base_url, "/stats/", headers)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert "<script" not in answer.text
        assert " style=" not in answer.text


def test_junk_is_401(site: tuple[str, str]) -> None:
    """Whatever the header holds, and never a server error."""
    base_url, token = site
    junk = [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": f"Token {token}"},
        {"Authorization": "Basic %%%"},
        {"Authorization": "Basic " + base64.b64encode(b"\xff\xfe").decode()},
        {"Authorization": "Basic \xe4\xb8"},
        {"Authorization": "Digest username=x"},
        {"Authorization": "Bearer a=b, c=d"},
        {"Authorization": "Bearer \xff\xe9\x80"},
        {"Cookie": f"token={token}"},
        {"X-Token": token},
        bearer(token[:-1]),
        bearer(token + "0"),
        bearer(token.upper()),
        bearer("0" * 9_000),
        basic("口令"),
        basic(token + "\ufffd"),
        basic("", token),
    ]
    for headers in junk:
        assert is_refused(ask(base_url, "/stats/", headers)), headers
    assert is_refused(ask(base_url, f"/stats/?token={token}"))
    with closing(connect(base_url)) as connection:
        huge = ask_on(connection, "/stats/", bearer("0" * 100_000))
    assert huge.status == 431


def test_a_revoked_token_is_refused_at_once(
    site: tuple[str, str], database_url: str, tmp_path: Path
) -> None:
    """By a server that has just let it in."""
    base_url, token = site[0], make_token(database_url, tmp_path)
    assert ask(base_url, "/stats/", bearer(token)).status == 200
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    prefix = token.split("_")[1]
    run_feedsvc("token", "revoke", prefix, settings=settings, folder=tmp_path)
    assert is_refused(ask(base_url, "/stats/", bearer(token)))


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", 30),
        ("?days=7", 7),
        ("?days=366", 366),
        ("?days=367", 366),
        ("?days=0", 30),
        ("?days=-1", 30),
        ("?days=x", 30),
        ("?days=1_0", 30),
        ("?days=７", 30),
        ("?days=" + "9" * 5_000, 30),
        ("?days=%00", 30),
        ("?days=%ff", 30),
    ],
)
def test_days_are_asked_for(site: tuple[str, str], query: str, days: int) -> None:
    """A number in bounds, else the usual."""
    base_url, token = site
    target = query.encode("ascii", "xmlcharrefreplace").decode()
    answer = ask(base_url, "/stats/" + target, bearer(token))
    assert answer.status == 200
    assert answer.text.count('<g class="bar">') == days


def test_it_is_in_one_script(site: tuple[str, str]) -> None:
    """Staff's page has no Traditional Chinese form."""
    base_url, token = site
    assert ask(base_url, "/zh-Hant/stats/", bearer(token)).status == 404


@contextmanager
def opened(
    browser: Browser, site: tuple[str, str], **options: object
) -> Iterator[Page]:
    """The page as a browser shows it to a person who typed the token."""
    base_url, token = site
    credentials = {"username": "desk", "password": token}
    with browser.new_context(http_credentials=credentials, **options) as context:  # type: ignore[arg-type]
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        answer = page.goto(f"{base_url}/stats/")
        assert answer is not None
        assert answer.status == 200
        yield page
        assert said == []  # the policy refused nothing


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_people_can_read_it(
    browser: Browser, site: tuple[str, str], width: int, scheme: str
) -> None:
    """On a phone and on a screen, by day and by night: it fits, and numbers are there."""
    size = {"width": width, "height": 900}
    with opened(browser, site, viewport=size, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width
        text = page.inner_text("main")
        for shown in ("1,234", "77", "微信朋友圈", "Telegram", TITLE, CODE, "NOBODYS"):
            assert shown in text
        highest = page.locator(".chart rect.human").evaluate_all(
            "bars => Math.max(...bars.map(bar => bar.getBoundingClientRect().height))"
        )
        assert highest > 60
        letters = page.locator(".chart text").first.evaluate(
            "element => getComputedStyle(element).fontSize"
        )
        assert float(letters.removesuffix("px")) >= 11
