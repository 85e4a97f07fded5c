"""CORS: whatever a feed's address answers, scripts of every origin may read it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support import nginx, paper
from tests.support.client import ask, ask_on, connect
from tests.support.peer import listening, picture
from tests.support.server import free_port, serving

ADDRESSES = {
    "/feed.xml": 301,
    f"/feed/{paper.OUTLET}.xml": 301,
    f"/zh-Hant/feed/{paper.OUTLET}.xml": 301,
    "/feed/nowhere.xml": 404,
    f"/categories/{paper.RENAMED}/atom.xml": 301,
    f"/feeds/feed.json?category={paper.RENAMED}": 301,
    f"/categories/{paper.OUTLET}//rss.xml": 301,
    f"/categories//{paper.OUTLET}/rss.xml/": 301,
    "/zh-hant/RSS.xml?content=summary": 301,
    "/Feeds/Atom.XML": 301,
    "/categories/nowhere/rss.xml": 404,
    "/categories/nowhere/RSS.XML": 404,
    "/pages/999/atom.xml": 404,
    "/pages/0/atom.xml": 404,
    "/feeds/atom.xml?" + "&".join(f"category=c{n}" for n in range(21)): 404,
    "/rss.xml": 200,
    "/feed.json": 200,
    "/zh-Hant/opml.xml": 200,
    "/opml.xml": 200,
}
_FETCH = """async ([url, headers]) => {
    const answer = await fetch(url, {headers, cache: "no-store"});
    return [answer.status, answer.headers.get("Retry-After")];
}"""


@pytest.mark.parametrize("target", ADDRESSES)
def test_every_answer_is_open(site: str, target: str) -> None:
    """Once each, with what scripts want to see."""
    for method, status in (
        ("GET", ADDRESSES[target]),
        ("HEAD", ADDRESSES[target]),
        ("POST", 405),
        ("OPTIONS", 204),
    ):
        answer = ask(site, target, method=method)
        assert answer.status == status
        assert answer.headers.get_all("Access-Control-Allow-Origin") == ["*"]
        if method == "OPTIONS":
            allowed = answer.headers["Access-Control-Allow-Headers"]
            assert "If-None-Match" in allowed
            continue
        (exposed,) = answer.headers.get_all("Access-Control-Expose-Headers", [])
        assert {"ETag", "Link", "IM", "Retry-After"} <= set(exposed.split(", "))


def test_a_304_is_open(site: str) -> None:
    """Of a feed and of the list of feeds."""
    for target in ("/rss.xml", "/atom.xml"):
        tag = ask(site, target).headers["ETag"]
        answer = ask(site, target, {"If-None-Match": tag})
        assert answer.status == 304
        assert answer.headers.get_all("Access-Control-Allow-Origin") == ["*"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("/rss.xml/", "/rss.xml"),
        ("/RSS.XML", "/rss.xml"),
        ("/atom.xml//", "/atom.xml"),
        ("/ZH-hant//Pages/1/Feed.json", "/zh-Hant/pages/1/feed.json"),
        (
            f"/Categories/{paper.OUTLET}/Atom.xml?x&content=summary",
            f"/categories/{paper.OUTLET}/atom.xml?content=summary",
        ),
    ],
)
def test_another_spelling_leads_to_the_feed(site: str, given: str, meant: str) -> None:
    """Capitals and slashes as people type them, but never a slug's own."""
    answer = ask(site, given)
    assert (answer.status, answer.location) == (301, site + meant)
    assert ask(site, meant).status == 200
    assert ask(site, f"/categories/{paper.OUTLET.upper()}/rss.xml").status == 404


@pytest.mark.parametrize(
    "target", ["/", "/feeds/", f"/s/{paper.STORY}", "/sitemap.xml"]
)
def test_pages_are_no_feeds(site: str, target: str) -> None:
    """Nobody else's script has anything to read there."""
    assert "Access-Control-Allow-Origin" not in ask(site, target).headers


def test_a_broken_store_is_open(sqlite_url: str, tmp_path: Path) -> None:
    """500 and 503 too: here half of the tables are gone."""
    with serving({"FEEDSVC_DATABASE_URL": sqlite_url}, tmp_path) as base:
        with closing(
            sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
        ) as database:
            database.execute("PRAGMA foreign_keys = OFF")
            database.execute("DROP TABLE stream_entries")
            database.execute("DROP TABLE streams")
        for target in ("/atom.xml", "/categories/x/rss.xml", "/opml.xml"):
            answer = ask(base, target)
            assert answer.status in {500, 503}
            assert answer.headers.get_all("Access-Control-Allow-Origin") == ["*"]
            assert answer.headers["Cache-Control"] == "no-store"


# In a browser


@pytest.fixture
def stranger(browser: Browser) -> Iterator[Page]:
    """A page of another origin."""
    with (
        listening(picture(b"<!doctype html>", "Content-Type: text/html")) as peer,
        browser.new_context() as context,
    ):
        page = context.new_page()
        page.goto(peer.url())
        yield page


def fetched(
    page: Page, url: str, headers: dict[str, str] | None = None
) -> tuple[int, str | None]:
    """The status, and how long to wait, as a script of that page sees it."""
    status, wait = page.evaluate(_FETCH, [url, headers or {}])
    return status, wait


def test_a_reader_in_a_browser_reads_every_answer(site: str, stranger: Page) -> None:
    """Redirects are followed, also after a preflight; a 404 is one, and no failure."""
    for target, status in ADDRESSES.items():
        final = 200 if status == 301 else status
        condition = {"If-None-Match": '"older"', "A-IM": "feed"}
        assert fetched(stranger, site + target) == (final, None), target
        assert fetched(stranger, site + target, condition) == (final, None), target


def test_a_reader_in_a_browser_reads_when_to_come_again(
    paper_url: str, tmp_path: Path, stranger: Page
) -> None:
    """429 and 502 of nginx, through which redirects lead to the site's own name."""
    settings = {"FEEDSVC_DATABASE_URL": paper_url}

    def named(conf: str) -> str:
        return conf.replace("news.example.com", "127.0.0.1")

    with (
        serving(settings, tmp_path) as upstream,
        nginx.fronting(upstream, tmp_path, named) as base,
    ):
        assert fetched(stranger, f"{base}/rss.xml", {"If-None-Match": '"x"'})[0] == 200
        with closing(connect(base)) as connection:
            for _ in range(31):
                ask_on(connection, "/rss.xml")
        assert fetched(stranger, f"{base}/rss.xml?x=1") == (429, "30")
        assert fetched(stranger, f"{base}/categories/x/rss.xml") == (404, None)
    empty = tmp_path / "empty"  # of anything that the first one keeps for a second
    empty.mkdir()
    with nginx.fronting(f"http://127.0.0.1:{free_port()}", empty, named) as base:
        for target in ("/rss.xml", "/opml.xml", "/feed/x.xml"):
            assert fetched(stranger, base + target) == (502, "5")
