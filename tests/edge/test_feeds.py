"""Feeds over HTTP: what a reader, a cache and another site's script meet on the wire."""

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from feedsvc.model.feed import Format
from feedsvc.model.info_code import InfoCode
from feedsvc.model.slug import slug_of_name
from feedsvc.store.database.sqlite import sqlite_module
from tests.support import paper
from tests.support.client import Answer, ask, ask_on, connect, eventually
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.server import serving

Serve = Callable[..., str]

EVERY = pytest.mark.parametrize("feed", paper.FEEDS.values(), ids=paper.FEEDS)
FORMAT = pytest.mark.parametrize("format_", Format, ids=lambda format_: format_.name)
FEED = paper.FEEDS["category"].format(Format.ATOM)
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def ids_of(answer: Answer, format_: Format) -> list[str]:
    """The ids of a feed's entries, once a strict parser has taken it."""
    if format_ is Format.JSON:
        return [item["id"] for item in json.loads(answer.text)["items"]]
    etree.fromstring(answer.body)
    parsed = feedparser.parse(answer.body)
    assert not parsed.bozo
    return [entry.id for entry in parsed.entries]


@EVERY
@FORMAT
def test_a_feed_answers(site: str, feed: str, format_: Format) -> None:
    """Every document has each format under its media type, for everybody to read."""
    answer = ask(site, feed.format(format_))
    assert answer.status == 200
    assert answer.headers["Content-Type"] == format_.media_type
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    assert answer.headers["Vary"] == "Accept-Encoding, A-IM"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Set-Cookie"] is None


@pytest.mark.parametrize(
    "agent", ["", "curl/8.7.1", "Feedbin feed-id:1", "Mozilla/5.0"]
)
def test_every_agent_gets_the_feed(site: str, agent: str) -> None:
    """Rule 14: nobody is asked whether it is a person, and nobody gets other bytes."""
    plain = ask(site, FEED)
    answer = ask(site, FEED, headers={"User-Agent": agent})
    assert (answer.status, answer.body) == (200, plain.body)


@EVERY
def test_formats_hold_the_same_entries(site: str, feed: str) -> None:
    """The ids are one list, whatever format a reader prefers."""
    atom, rss, json_feed = (
        ids_of(ask(site, feed.format(format_)), format_) for format_ in Format
    )
    assert atom == rss == json_feed
    assert bool(atom) == (feed != paper.FEEDS["empty"])


def test_a_category_shows_its_newest(site: str) -> None:
    """Rule 25: newest first; all that a day's burst brought, and what no page has yet."""
    entries = feedparser.parse(ask(site, FEED).body).entries
    published = [entry.published for entry in entries]
    assert published == sorted(published, reverse=True)
    assert {moment[:10] for moment in published[:60]} == {paper.BUSY_DAY}
    assert 60 <= len(published) <= paper.ROLLING_ARTICLES


@EVERY
@FORMAT
def test_gzip_is_the_same_document(site: str, feed: str, format_: Format) -> None:
    """The encoded bytes decode to the others, under a tag and length of their own."""
    plain = ask(site, feed.format(format_))
    small = ask(site, feed.format(format_), GZIP)
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding, A-IM"
    assert small.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'


@pytest.mark.parametrize("encoding", [{}, GZIP], ids=["identity", "gzip"])
def test_head_is_get_without_a_body(site: str, encoding: dict[str, str]) -> None:
    """HEAD gives GET's headers, and nothing that the next answer could start with."""
    full = ask(site, FEED, encoding)
    with closing(connect(site)) as connection:
        head = ask_on(connection, FEED, encoding, method="HEAD")
        after = ask_on(connection, FEED, encoding)
    assert head.body == b""
    assert _steady(head) == _steady(full)
    assert after.body == full.body


def _steady(answer: Answer) -> list[tuple[str, str]]:
    return sorted(pair for pair in answer.headers.items() if pair[0] != "Date")


def test_many_304s_share_a_connection(site: str) -> None:
    """A reader that polls two thousand feeds need not connect two thousand times."""
    with closing(connect(site)) as connection:
        tag = ask_on(connection, FEED).headers["ETag"]
        socket = connection.sock
        for _ in range(200):
            assert ask_on(connection, FEED, {"If-None-Match": tag}).status == 304
        assert connection.sock is socket


@FORMAT
def test_any_site_may_read_a_feed(site: str, format_: Format) -> None:
    """A script of another origin may fetch it, and see its validators."""
    answer = ask(site, "/" + format_, {"Origin": "https://partner.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Last-Modified", "Link", "IM"} <= set(exposed)


def test_a_preflight_allows_conditional_requests(site: str) -> None:
    """A script may ask whether the feed changed, and for no more than what did."""
    headers = {
        "Origin": "https://partner.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = ask(site, FEED, headers, method="OPTIONS")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    allowed = answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert {"If-None-Match", "If-Modified-Since", "A-IM"} <= set(allowed)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_feed_is_for_reading(site: str, method: str) -> None:
    """Any other method is told which there are."""
    answer = ask(site, FEED, method=method)
    assert answer.status == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))


@FORMAT
@pytest.mark.parametrize("folder", ["categories", "sources"])
def test_an_unknown_stream_is_404(site: str, folder: str, format_: Format) -> None:
    """There is no feed of what never was."""
    assert ask(site, f"/{folder}/nowhere/{format_}").status == 404


@FORMAT
def test_a_raw_name_leads_to_the_feed(site: str, format_: Format) -> None:
    """Who knows a category by its raw name is told its address, in the same format."""
    answer = ask(site, f"/categories/BinJiang%20Cai%20Jing/{format_}")
    slug = slug_of_name(paper.SPACED)
    assert answer.status == 301
    assert answer.location == f"{site}/categories/{slug}/{format_}"
    assert ask(site, answer.location).status == 200


@FORMAT
def test_a_renamed_category_leads_to_its_feed(site: str, format_: Format) -> None:
    """A subscription outlives a new slug."""
    answer = ask(site, f"/categories/{paper.RENAMED}/{format_}")
    assert answer.status == 301
    assert answer.location == f"{site}/categories/{paper.NEW_SLUG}/{format_}"
    assert ids_of(ask(site, answer.location), format_)


def test_a_stray_query_changes_nothing(site: str) -> None:
    """A decorated address is the same feed, which names only its own."""
    decorated = ask(site, FEED + "?utm_source=evil&from=timeline")
    assert decorated.body == ask(site, FEED).body


@pytest.fixture
def small_site(database_url: str, tmp_path: Path) -> str:
    """A database of the test's own, with three digests in it."""
    posts = [
        Post(
            stem=f"2026-11-0{day}-2026110{day}0000000001",
            title=f"第{day}日快讯",
            date=f"2026-11-0{day} 08:00:00",
        )
        for day in (1, 2, 3)
    ]
    cases = use_cases(database_url, lambda: paper.FILLED_AT)
    cases.importer.run(write_archive(tmp_path / "archive", posts), Silent())
    cases.database.dispose()
    return database_url


def _said(base_url: str) -> list[tuple[bytes, str, str]]:
    answers = [ask(base_url, f"/{format_}") for format_ in Format]
    return [
        (answer.body, answer.headers["ETag"], answer.headers["Last-Modified"])
        for answer in answers
    ]


def test_the_same_import_moves_nothing(
    small_site: str, tmp_path: Path, server: Serve
) -> None:
    """An archive imported again leaves every reader with a 304."""
    settings = {"FEEDSVC_BASE_URL": "https://news.example"}
    before = _said(server(small_site, **settings))
    cases = use_cases(small_site)
    cases.importer.run(tmp_path / "archive", Silent())
    cases.database.dispose()
    assert _said(server(small_site, **settings)) == before


def test_a_retraction_shows_itself(small_site: str, server: Serve) -> None:
    """Rule 9: who knows only a date gets it anew, with a tombstone for the entry."""
    base_url = server(small_site)
    before = eventually(lambda: ask(base_url, FEED), _is_dated_earlier)
    cases = use_cases(small_site)
    cases.decisions.retract(
        InfoCode("NW202611030000000001"), reason="错误", is_legal=False
    )
    cases.database.dispose()
    known = {"If-Modified-Since": before.headers["Last-Modified"]}
    after = eventually(lambda: ask(base_url, FEED, known), _is_full)
    assert after.headers["ETag"] != before.headers["ETag"]
    gone, *kept = ids_of(before, Format.ATOM)
    assert ids_of(after, Format.ATOM) == kept
    assert f'<at:deleted-entry ref="{gone}" when="' in after.text


def test_an_edit_shows_itself(small_site: str, tmp_path: Path, server: Serve) -> None:
    """A changed file moves tag and date; the entry keeps id and date of publication."""
    base_url = server(small_site)
    before = eventually(lambda: ask(base_url, FEED), _is_dated_earlier)
    file = tmp_path / "archive/_posts/2026-11-03-202611030000000001.md"
    text = file.read_text(encoding="utf-8").replace("第3日快讯", "第三日快讯（更正）")
    file.write_text(text, encoding="utf-8")
    cases = use_cases(small_site)
    cases.importer.run(tmp_path / "archive", Silent())
    cases.database.dispose()
    known = {"If-Modified-Since": before.headers["Last-Modified"]}
    after = eventually(lambda: ask(base_url, FEED, known), _is_full)
    old, new = (feedparser.parse(a.body).entries[0] for a in (before, after))
    assert new.title == "第三日快讯（更正）"
    assert (new.id, new.published) == (old.id, old.published)
    assert new.updated_parsed > old.updated_parsed


def _is_dated_earlier(answer: Answer) -> bool:
    """Whether what comes next can have another date: they know no less than a second."""
    return answer.headers["Last-Modified"] != answer.headers["Date"]


def _is_full(answer: Answer) -> bool:
    return answer.status == 200


@pytest.fixture(scope="module")
def poisoned(
    _migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server whose store holds one article that no import would let in."""
    folder = tmp_path_factory.mktemp("poisoned")
    file = shutil.copy(_migrated_sqlite, folder / "feedsvc.db")
    paper.fill(f"sqlite:///{file}", folder / "archive")
    poison = "坏\x00标\x0b题\x1b]]>\ufffe</title><script>"
    with closing(sqlite_module().connect(file)) as database, database:
        database.execute(
            "UPDATE articles SET title = ?1, summary = ?1, origin_url = ?1, html = ?2"
            " WHERE info_code = ?3",
            (poison, "<p>\x00坏\x0b\ufffe</p>", paper.STORY),
        )
        database.execute("UPDATE attributions SET name = ?1, url = ?1", (poison,))
    with serving({"FEEDSVC_DATABASE_URL": f"sqlite:///{file}"}, folder) as base_url:
        yield base_url


# How many entries each of its feeds has.
POISONED = {"site": 63, "outlet": 1, "source": 1, "traditional": 1, "summary": 63}


@FORMAT
@pytest.mark.parametrize("feed", POISONED)
def test_a_poison_article_breaks_no_feed(
    poisoned: str, feed: str, format_: Format
) -> None:
    """The feed is there, well-formed, and holds every entry, the poison one included."""
    answer = ask(poisoned, paper.FEEDS[feed].format(format_))
    assert answer.status == 200
    assert len(ids_of(answer, format_)) == POISONED[feed]


def test_a_poison_article_breaks_no_page(poisoned: str) -> None:
    """Its own page and the listings it stands in are served, its markup as text."""
    for path in ("/", paper.STORY_PATH, f"/categories/{paper.OUTLET}/"):
        answer = ask(poisoned, path)
        assert answer.status == 200
        assert "</title><script>" not in answer.text
