"""Subscriptions and intents: what overrides what, and what is forgotten when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.stream import SITE
from feedsvc.model.subscription import Intent, Mode
from feedsvc.store.subscriptions import intents, subscriptions, topics
from tests.support.newsroom import Newsroom

MINUTE = timedelta(minutes=1)


@pytest.fixture
def wish(newsroom: Newsroom) -> Intent:
    """An intent to subscribe to everything, not kept yet."""
    with newsroom.database.write() as connection:
        topic_id = topics.keep(connection, Document((SITE,), Format.ATOM))
    return Intent(
        Mode.SUBSCRIBE,
        topic_id,
        "https://news.test/atom.xml",
        "https://reader.test/?a=b",
        "reader.test",
        newsroom.now,
        since=5,
        lease_s=7200,
        secret="sealed",
    )


def test_the_latest_intent_takes_the_place_of_others(newsroom: Newsroom, wish: Intent):
    """The outcome of an earlier one that was being verified counts no more."""
    now = newsroom.now
    later = replace(wish, mode=Mode.UNSUBSCRIBE, asked_at=now + MINUTE, secret=None)
    with newsroom.database.write() as connection:
        intents.ask(connection, wish, due_at=now)
        [first] = intents.claim(connection, now=now, until=now + MINUTE, limit=9)
        intents.ask(connection, later, due_at=now)
        intents.postpone(connection, first, now + 9 * MINUTE)
        assert not intents.finish(connection, first)
        [second] = intents.claim(connection, now=now, until=now + MINUTE, limit=9)
        assert intents.count_of_host(connection, "reader.test") == 1
        assert intents.finish(connection, second)
        assert not intents.finish(connection, second)
    assert replace(second, id=0, attempts=0) == later
    assert (first.attempts, second.attempts) == (1, 1)


def test_a_claimed_intent_is_due_again_later(newsroom: Newsroom, wish: Intent):
    """So that it is not lost with the process that claimed it."""
    now = newsroom.now
    with newsroom.database.write() as connection:
        intents.ask(connection, wish, due_at=now)
        for at, found in ((now, 1), (now, 0), (now + MINUTE, 1)):
            claimed = intents.claim(connection, now=at, until=at + MINUTE, limit=9)
            assert len(claimed) == found, at


def test_a_renewal_keeps_what_is_to_be_told(newsroom: Newsroom, wish: Intent):
    """The lease, the secret and the topic's spelling are those of the latest (§5.1)."""
    now = newsroom.now
    renewal = replace(wish, secret=None, topic_url="other", since=9, lease_s=3600)
    with newsroom.database.write() as connection:
        subscriptions.keep(connection, wish, revision=5, now=now)
        [kept] = subscriptions.page(connection, after=0, limit=9)
        subscriptions.keep(connection, renewal, revision=9, now=now + MINUTE)
        [renewed] = subscriptions.page(connection, after=0, limit=9)
    assert (kept.since, kept.due_at, kept.secret) == (5, None, "sealed")
    assert kept.lease_until == now + timedelta(hours=2)
    assert renewed == replace(
        kept,
        secret=None,
        topic_url="other",
        lease_until=now + MINUTE + timedelta(hours=1),
        due_at=now + MINUTE,
    )


def test_a_change_since_it_was_asked_for_is_told_at_once(
    newsroom: Newsroom, wish: Intent
):
    """The subscriber knows the document as it was when it asked."""
    now = newsroom.now
    with newsroom.database.write() as connection:
        subscriptions.keep(connection, wish, revision=6, now=now)
        [kept] = subscriptions.page(connection, after=0, limit=9)
    assert (kept.since, kept.due_at) == (5, now)


def test_a_lease_ends(newsroom: Newsroom, wish: Intent):
    """The row goes, and its topic is named, which may be of no more use."""
    now = newsroom.now
    with newsroom.database.write() as connection:
        subscriptions.keep(connection, wish, revision=5, now=now)
        end = now + timedelta(hours=2)
        assert subscriptions.expire(connection, end - MINUTE) == []
        assert subscriptions.counts(connection).live == 1
        assert subscriptions.expire(connection, end) == [wish.topic_id]
        assert subscriptions.counts(connection).live == 0
        assert subscriptions.page(connection, after=0, limit=9) == []
