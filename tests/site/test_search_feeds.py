"""Feeds of searches: newest results as feeds, with validators, and a bounded cost."""

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from feedsvc.edge.rate_limit import SEARCHES
from feedsvc.model.clock import utc_now
from feedsvc.model.feed import Format
from feedsvc.model.info_code import InfoCode
from feedsvc.services.following import Following
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.search.indexing import FOLLOWER, Indexing
from feedsvc.store.database.engine import Database
from tests.support import paper
from tests.support.app import site_app
from tests.support.client import ask, eventually

QUERY = "+".join(map(quote, ("工业", "双增长")))


@pytest.mark.parametrize("format_", list(Format))
def test_a_search_is_a_feed(site: str, format_: Format) -> None:
    """In each format, for a parser to read; 304 as long as the results stay."""
    target = f"/search/{format_.value}?q={QUERY}"
    answer = eventually(
        lambda: ask(site, target), lambda a: paper.STORY in a.text and a.status == 200
    )
    assert answer.headers["Content-Type"] == format_.media_type
    assert answer.headers["Last-Modified"] is None
    assert f'<{site}{target}>; rel="self"' in answer.headers["Link"]
    assert f"{site}/search?q={QUERY}" in answer.text
    tag = answer.headers["ETag"]
    known = ask(site, target, {"If-None-Match": tag, "A-IM": "feed"})
    assert (known.status, known.headers["ETag"], known.body) == (304, tag, b"")
    old = ask(site, target, {"If-None-Match": '"1-x"', "A-IM": "feed"})
    assert (old.status, old.headers["ETag"]) == (200, tag)
    spelt = ask(site, f"/search/{format_.value}?q=%20{QUERY}%20%20&utm_source=x")
    assert spelt.headers["ETag"] == tag


def test_what_a_search_feed_is_not(site: str) -> None:
    """Without words it is nothing; without results, and in Traditional, it is a feed."""
    assert ask(site, "/search/atom.xml").status == 404
    assert ask(site, "/search/atom.xml?q=%20").status == 404
    assert ask(site, "/Search/ATOM.xml?q=x").status == 301
    assert b"<entry" not in ask(site, f"/search/atom.xml?q={quote('，')}").body
    traditional = ask(site, f"/zh-Hant/search/atom.xml?q={quote('雙增長')}")
    assert f"{site}/zh-Hant{paper.STORY_PATH}" in traditional.text


@pytest.fixture
def client(paper_url: str) -> Iterator[FlaskClient]:
    """The paper, indexed, as one process serves it."""
    database = Database(paper_url)
    indexing = Indexing(database, Following(database, FOLLOWER, utc_now))
    while indexing.index_next():
        pass
    database.dispose()
    with site_app(paper_url) as app:
        yield app.test_client()


def test_a_tag_moves_with_the_results_alone(
    client: FlaskClient, paper_url: str
) -> None:
    """An article that is withdrawn leaves at once, before the index hears of it."""
    target = f"/search/feed.json?q={quote('滚动快讯第94条')}"
    assert len(json.loads(client.get(target).data)["items"]) == 1
    tag = client.get(target).headers["ETag"]
    database = Database(paper_url)
    decisions = Decisions(database, lambda: paper.FILLED_AT + timedelta(hours=1))
    decisions.retract(paper.STORY, reason="x", is_legal=False)
    assert client.get(target).headers["ETag"] == tag
    code = InfoCode("NW202610310000100094")
    decisions.retract(code, reason="x", is_legal=False)
    database.dispose()
    withdrawn = client.get(target)
    assert json.loads(withdrawn.data)["items"] == []
    assert withdrawn.headers["ETag"] != tag


def test_search_feeds_are_limited(client: FlaskClient) -> None:
    """Together with the pages, conditional or not: each costs a search."""
    stranger = {"REMOTE_ADDR": "203.0.113.9"}
    headers = {"If-None-Match": "*"}
    told = [
        client.get(
            f"/search/rss.xml?q={n}", headers=headers, environ_overrides=stranger
        )
        for n in range(4 * SEARCHES[0])
    ]
    assert 429 not in [answer.status_code for answer in told[: SEARCHES[0]]]
    waiting = next(answer for answer in told if answer.status_code == 429)
    assert 1 <= int(waiting.headers["Retry-After"]) <= 60
    assert waiting.headers["Access-Control-Allow-Origin"] == "*"
