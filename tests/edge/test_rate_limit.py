"""Rate limits: how often readers are asked to come, and who is told to slow down."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree

from feedsvc.edge.rate_limit import SELECTIONS, WHOLE_FETCHES, RateLimiter
from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.stream import SITE
from tests.support import paper
from tests.support.client import Answer, ask, ask_on, connect
from tests.support.server import serving

_SY = "{http://purl.org/rss/1.0/modules/syndication/}"
BURST, REFILL_S = WHOLE_FETCHES
PROXY = {"FEEDSVC_SERVE__TRUSTED_PROXY": "127.0.0.1"}
FEED, OTHER = paper.FEEDS["outlet"].format(Format.ATOM), "/atom.xml"
DOCUMENT = Document((SITE,), Format.ATOM)


@pytest.fixture(scope="module")
def desk(
    _migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server behind a proxy that says who asks; each test is another client."""
    folder = tmp_path_factory.mktemp("desk")
    file = folder / "feedsvc.db"
    file.write_bytes(_migrated_sqlite.read_bytes())
    url = f"sqlite:///{file}"
    paper.fill(url, folder / "archive")
    with serving({"FEEDSVC_DATABASE_URL": url} | PROXY, folder) as base:
        yield base


@pytest.fixture
def fetch(desk: str) -> Iterator[Callable[..., list[Answer]]]:
    """Asks for a feed a number of times, as some client."""
    with closing(connect(desk)) as connection:

        def ask_often(
            client: str, times: int, path: str = FEED, **headers: str
        ) -> list[Answer]:
            said = {name.replace("_", "-"): value for name, value in headers.items()}
            said["X-Forwarded-For"] = client
            return [ask_on(connection, path, said) for _ in range(times)]

        yield ask_often


Fetch = Callable[..., list[Answer]]


def statuses(answers: list[Answer]) -> set[int]:
    """Which statuses there were."""
    return {answer.status for answer in answers}


def test_who_refetches_without_end_is_told_when_to_come_again(fetch: Fetch) -> None:
    """Rule 13: 429 with whole seconds, for nobody to keep, beyond a generous limit."""
    assert statuses(fetch("203.0.113.1", BURST)) == {200}
    (answer,) = fetch("203.0.113.1", 1)
    assert answer.status == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= REFILL_S
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "condition",
    [
        {"If_None_Match": '"older"'},
        {"If_None_Match": '"older"', "A_IM": "feed"},
        {"If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ],
    ids=["tag", "delta", "date"],
)
def test_who_says_what_it_has_is_never_held_back(
    fetch: Fetch, condition: dict[str, str]
) -> None:
    """Rule 13: before the limit and beyond it, right or wrong."""
    assert statuses(fetch("203.0.113.2", BURST + 5, **condition)) == {200}
    fetch("203.0.113.2", BURST + 1)
    assert statuses(fetch("203.0.113.2", 3, **condition)) == {200}
    tag = fetch("203.0.113.20", 1)[0].headers["ETag"]
    assert statuses(fetch("203.0.113.2", 3, If_None_Match=tag)) == {304}


def test_another_feed_is_not_held_back(fetch: Fetch) -> None:
    """Rule 13: readers fetch many feeds of one host at once, and other forms of one."""
    assert 429 in statuses(fetch("203.0.113.3", BURST + 1))
    for path in (
        OTHER,
        FEED.replace("atom", "rss"),
        f"/zh-Hant{FEED}",
        f"{FEED}?content=summary",
    ):
        assert statuses(fetch("203.0.113.3", 1, path)) == {200}


def test_another_name_is_the_same_feed(fetch: Fetch) -> None:
    """Stray parameters do not get around the limit."""
    assert statuses(fetch("203.0.113.4", BURST, f"{FEED}?x=1")) == {200}
    assert statuses(fetch("203.0.113.4", 1, f"{FEED}?x=2")) == {429}
    alone = f"/feeds/atom.xml?category={paper.OUTLET}&y"
    assert statuses(fetch("203.0.113.4", 1, alone)) == {429}


@pytest.mark.parametrize("headers", [{}, {"If_None_Match": '"invented"'}])
def test_selections_cost_whoever_has_them_rendered(
    fetch: Fetch, headers: dict[str, str]
) -> None:
    """Any choice of them, in any script and order, also with a tag that is none."""
    client = f"203.0.113.{60 + len(headers)}"
    known = (paper.OUTLET, paper.ROLLING, paper.NEW_SLUG, paper.EMPTY)
    choices = [
        f"{prefix}/feeds/{format_}?category={first}&category={second}{more}"
        for prefix in ("", "/zh-Hant")
        for format_ in Format
        for first, second in combinations(known, 2)
        for more in ("", "&content=summary")
    ]
    told = [fetch(client, 1, each, **headers)[0].status for each in choices]
    assert told[0] == 200
    assert told.count(429) >= len(choices) - 2 * SELECTIONS[0]
    (late,) = fetch(client, 1, f"{choices[-1]}&source={paper.SOURCE}", **headers)
    assert late.status == 429
    assert 1 <= int(late.headers["Retry-After"]) <= SELECTIONS[1]
    assert statuses(fetch(client, 3, choices[0], **headers)) == {200}
    assert statuses(fetch(client, 3, FEED, **headers)) == {200}


def test_another_client_is_not_held_back(fetch: Fetch) -> None:
    """Of either version of IP."""
    assert 429 in statuses(fetch("203.0.113.5", BURST + 1))
    assert statuses(fetch("203.0.113.6", 1)) == {200}
    assert statuses(fetch("2001:db8::1", BURST)) == {200}
    assert statuses(fetch("2001:db8::1", 1)) == {429}
    assert statuses(fetch("2001:db8:0:1::1", 1)) == {200}


def test_pages_are_not_held_back(fetch: Fetch) -> None:
    """What people and share links ask for is another matter."""
    for path in ("/", f"/s/{paper.STORY}", "/opml.xml"):
        assert 429 not in statuses(fetch("203.0.113.7", BURST + 3, path))


def test_a_proxy_that_names_nobody_is_not_held_back(site: str) -> None:
    """The machine's own address is nobody's: it stands for everybody, or for a test."""
    with closing(connect(site)) as connection:
        answers = [ask_on(connection, FEED) for _ in range(BURST + 5)]
        assert statuses(answers) == {200}


@pytest.mark.parametrize("client", ["127.0.0.1", "::1", "127.9.9.9", "", "unix:"])
def test_only_addresses_of_others_count(client: str) -> None:
    """Loopback and a socket's file are proxies'."""
    rate_limiter = RateLimiter(WHOLE_FETCHES)
    assert {rate_limiter.wait_s(client, DOCUMENT) for _ in range(BURST + 5)} == {0}


def test_a_limit_knows_no_way_around() -> None:
    """A wait is never 0 or more than one refill, however often it is asked for."""
    rate_limiter = RateLimiter(WHOLE_FETCHES)
    waits = [rate_limiter.wait_s("203.0.113.1", DOCUMENT) for _ in range(BURST * 3)]
    assert set(waits[:BURST]) == {0}
    assert all(1 <= wait_s <= REFILL_S for wait_s in waits[BURST:])


@pytest.mark.parametrize("kind", paper.FEEDS)
def test_all_that_tells_the_pace_agrees(site: str, kind: str) -> None:
    """Rule 12: Cache-Control, RSS's ttl and sy: in one feed, and in all its formats."""
    ages = {}
    for format_ in Format:
        answer = ask(site, paper.FEEDS[kind].format(format_))
        name, _, seconds = answer.headers["Cache-Control"].partition("max-age=")
        assert name == "public, "
        ages[format_] = int(seconds)
        if format_ is Format.RSS:
            channel = etree.fromstring(answer.body)[0]
            assert int(channel.findtext("ttl", "")) * 60 == ages[format_]
            assert channel.findtext(f"{_SY}updatePeriod") == "hourly"
            often = int(channel.findtext(f"{_SY}updateFrequency", ""))
            assert often * ages[format_] == 3600
        if format_ is Format.JSON:
            json.loads(answer.body)
    assert len(set(ages.values())) == 1


def test_a_busy_category_is_asked_for_more_often(site: str) -> None:
    """Rule 12: by what came, and not by one number for all."""
    ages = {
        kind: ask(site, paper.FEEDS[kind].format(Format.RSS)).headers["Cache-Control"]
        for kind in ("category", "empty", "outlet")
    }
    assert ages["category"] == "public, max-age=300"
    assert ages["empty"] == ages["outlet"] == "public, max-age=1800"
