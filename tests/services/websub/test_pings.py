"""Pings: what another site's hub is told of our changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from feedsvc.model.document import Document, Script
from feedsvc.model.feed import Format
from feedsvc.model.stream import SITE
from feedsvc.outbound.sender import Sender
from feedsvc.services.following import Following
from feedsvc.services.websub.pings import FOLLOWER, Pings
from feedsvc.store.changes import followers
from tests.services.syndication.press import CATEGORY, OTHER, PUBLICATION, document_at
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.subscriber import Answer, Subscriber, Told, subscribing
from tests.support.trees import html, name


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Two categories, on both databases."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(3)
        newsroom.tree.post(name(99), html("海风。"), category="haifeng")
        newsroom.import_()
        yield newsroom


@contextmanager
def pinging(newsroom: Newsroom, hub: Subscriber) -> Iterator[Pings]:
    """A process that tells a hub on loopback."""
    clock = lambda: newsroom.now  # noqa: E731
    following = Following(newsroom.database, FOLLOWER, clock, by=followers.stretch)
    sender = Sender(user_agent="feedsvc/0", trusted=[ip_network("127.0.0.0/8")])
    links = replace(PUBLICATION.links, hub_url=hub.callback("/hub?key=1"))
    try:
        yield Pings(following, sender, links, tuple(Script))
    finally:
        sender.close()


def arrive(newsroom: Newsroom, number: int, category: str) -> None:
    """Import one more article."""
    date = "2022-05-02 08:00:00"
    newsroom.tree.post(name(number), category=category, date=date)
    newsroom.import_()


def documents_in(told: Told) -> list[Document]:
    """Feeds that a ping names."""
    (mode, publish), *urls = parse_qsl(told.body.decode())
    assert (mode, publish) == ("hub.mode", "publish")
    assert {field for field, _ in urls} == {"hub.url"}
    return [document_at(url) for _, url in urls]


def test_a_hub_is_told_which_feeds_have_changed(newsroom: Newsroom):
    """Once, in every format, script and length; and nothing of what was there before."""
    with subscribing() as hub, pinging(newsroom, hub) as pings:
        pings.ping_next()
        arrive(newsroom, 4, "jianggang")
        pings.ping_next()
        pings.ping_next()
        [told] = hub.told
        assert (told.path, told["key"]) == ("/hub", "1")
        assert told.headers["Content-Type"] == "application/x-www-form-urlencoded"
        found = documents_in(told)
        assert len(found) == len(set(found)) == 2 * len(Format) * len(Script) * 2
        assert {each.streams for each in found} == {(SITE,), (CATEGORY,)}


def test_a_burst_is_told_at_once(newsroom: Newsroom):
    """One step covers all changes of a burst."""
    with subscribing() as hub, pinging(newsroom, hub) as pings:
        pings.ping_next()
        for number, category in ((4, "jianggang"), (5, "haifeng"), (6, "jianggang")):
            arrive(newsroom, number, category)
        pings.ping_next()
        [told] = hub.told
        streams = {each.streams for each in documents_in(told)}
        assert streams == {(SITE,), (CATEGORY,), (OTHER,)}


def test_a_hub_that_does_not_take_it_is_told_again(newsroom: Newsroom):
    """After a minute, with what has changed meanwhile."""
    answers = [Answer(500), Answer(204)]
    with (
        subscribing(lambda _: answers.pop(0)) as hub,
        pinging(newsroom, hub) as pings,
    ):
        pings.ping_next()
        arrive(newsroom, 4, "jianggang")
        pings.ping_next()
        pings.ping_next()
        assert len(hub.told) == 1
        arrive(newsroom, 5, "haifeng")
        newsroom.pass_time(61)
        pings.ping_next()
        pings.ping_next()
        [_, told] = hub.told
        streams = {each.streams for each in documents_in(told)}
        assert streams == {(SITE,), (CATEGORY,), (OTHER,)}
