"""Answers at once: from memory, the same in every byte, or not at all."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.wrappers import Response

from feedsvc.edge.front import AT_ONCE, NotAtHand
from feedsvc.model.feed import Format
from tests.support import paper
from tests.support.app import site_app

FEED = paper.FEEDS["category"].format(Format.ATOM)
SHARE = f"/s/{paper.STORY}"
Reply = tuple[str, list[tuple[str, str]], bytes]
Ask = Callable[..., Reply]


@pytest.fixture
def ask(paper_url: str) -> Iterator[Ask]:
    """Asks the application for a target, as a server would, or at once."""
    with site_app(paper_url) as app:
        services = app.extensions["feedsvc"]
        memories = (services.syndication, services.share_links.memory)
        for memory in memories:  # however slow the machine is
            memory.look_up_every_s = 3_600

        def answer(target: str, *, at_once: bool = False, **environ: str) -> Reply:
            path, _, query = target.partition("?")
            asked: dict[str, Any] = {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "SERVER_NAME": "x",
                "SERVER_PORT": "80",
                "wsgi.url_scheme": "http",
                **environ,
                **({AT_ONCE: True} if at_once else {}),
            }
            response = Response.from_app(app, asked)
            return response.status, list(response.headers), response.get_data()

        yield answer


TAG = "the tag"  # stands for the feed's own
AT_HAND = {
    "whole": (FEED, {}),
    "gzip": (FEED, {"HTTP_ACCEPT_ENCODING": "gzip"}),
    "head": (FEED, {"REQUEST_METHOD": "HEAD"}),
    "not modified": (FEED, {"HTTP_IF_NONE_MATCH": TAG}),
    "not modified, deltas taken": (
        FEED,
        {"HTTP_IF_NONE_MATCH": TAG, "HTTP_A_IM": "feed"},
    ),
    "failed precondition": (FEED, {"HTTP_IF_MATCH": '"other"'}),
    "summaries": (f"{FEED}?content=summary", {}),
    "selection": (paper.FEEDS["selection"].format(Format.ATOM), {}),
    "share link": (SHARE, {}),
    "share link with a query": (f"{SHARE}?from=timeline", {}),
    "damaged share link": (f"{SHARE}%E3%80%82", {}),
    "share link, head": (SHARE, {"REQUEST_METHOD": "HEAD"}),
    "share link under a script": (f"/zh-Hant{SHARE}", {}),
}


@pytest.mark.parametrize("name", AT_HAND)
def test_what_is_in_memory_is_the_same_at_once(ask: Ask, name: str) -> None:
    """Status, headers and body, in their order."""
    target, given = AT_HAND[name]
    tag = dict(ask(FEED)[1])["ETag"]
    environ = {key: value.replace(TAG, tag) for key, value in given.items()}
    before = ask(target, **environ)
    assert ask(target, at_once=True, **environ) == before
    assert ask(target, **environ) == before


NOT_AT_HAND = {
    "page": ("/", {}),
    "archive page": (FEED.replace("atom.xml", "pages/1/atom.xml"), {}),
    "feed that nobody asked for": (FEED.replace("atom.xml", "rss.xml"), {}),
    "unknown feed": ("/categories/nobody/atom.xml", {}),
    "misspelt feed": (FEED.upper(), {}),
    "delta": (FEED, {"HTTP_IF_NONE_MATCH": '"0-x"', "HTTP_A_IM": "feed"}),
    "unknown code": ("/s/NW209901010000000000", {}),
    "another method": (FEED, {"REQUEST_METHOD": "POST"}),
    "preflight": (FEED, {"REQUEST_METHOD": "OPTIONS"}),
    "frame": ("/embed/", {}),
}


@pytest.mark.parametrize("name", NOT_AT_HAND)
def test_what_would_wait_is_left(ask: Ask, name: str) -> None:
    """Whatever reads the database, renders or has a page of its own."""
    target, environ = NOT_AT_HAND[name]
    ask(FEED)
    ask(SHARE)
    with pytest.raises(NotAtHand):
        ask(target, at_once=True, **environ)


def test_nothing_is_in_memory_at_first(ask: Ask) -> None:
    """A process that has just begun leaves everything."""
    for target in (FEED, SHARE):
        with pytest.raises(NotAtHand):
            ask(target, at_once=True)


def test_the_limit_of_whole_feeds_holds(ask: Ask) -> None:
    """Answers at once count like others, and a 429 comes at once too."""
    client = {"REMOTE_ADDR": "192.0.2.7"}
    statuses = [ask(FEED, at_once=n > 0, **client)[0] for n in range(32)]
    assert statuses == ["200 OK"] * 30 + ["429 Too Many Requests"] * 2
