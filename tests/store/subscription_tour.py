"""The part of the tour that asks the store for everything about subscriptions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.model.subscription import Intent, Mode
from feedsvc.store.changes import followers
from feedsvc.store.subscriptions import deliveries, intents, subscriptions, topics
from feedsvc.store.subscriptions.deliveries import Claim, Failed, Told
from tests.support.newsroom import Newsroom

_CALLBACK, _HOST = "https://reader.test/", "reader.test"


def subscribe(newsroom: Newsroom) -> None:
    """Subscriptions asked for, confirmed, listed, dropped and over.

    Those that stay are to sources that `tour` merges, and so are their topics.
    """
    shown = [Document((_source(number),), Format.ATOM) for number in (6, 7, 8)]
    shown.append(replace(shown[1], format=Format.RSS))
    with newsroom.database.write() as connection:
        topic_ids = [topics.keep(connection, document) for document in shown]
        known = topics.documents(connection, topic_ids)
        assert known == dict(zip(topic_ids, shown, strict=True))
        assert topics.find(connection, shown[0]) == topic_ids[0]
        _ask(newsroom, connection, topic_ids)
        _confirm(newsroom, connection, topics.revisions(connection, topic_ids))
        _look(connection, topic_ids)
        assert subscriptions.drop(connection, topic_ids[2], _CALLBACK)
        topics.forget_unused(connection, [topic_ids[2]])
        assert not subscriptions.expire(connection, newsroom.now)
        _deliver(newsroom, connection, topic_ids)


def _source(number: int) -> StreamRef:
    return StreamRef(StreamKind.SOURCE, f"jianggang{number}")


def _ask(newsroom: Newsroom, connection: Connection, topic_ids: Sequence[int]) -> None:
    now = newsroom.now
    for topic_id in topic_ids:
        url = "https://news.test/atom.xml"
        wish = Intent(Mode.SUBSCRIBE, topic_id, url, _CALLBACK, _HOST, now)
        intents.ask(connection, wish, due_at=now)
    assert intents.count_of_host(connection, _HOST) >= len(topic_ids)


def _confirm(
    newsroom: Newsroom, connection: Connection, revisions: Mapping[int, int]
) -> None:
    now = newsroom.now
    later = now + timedelta(minutes=1)
    assert intents.is_any_due(connection, now)
    for intent in intents.claim(connection, now=now, until=later, limit=9):
        intents.postpone(connection, intent, now)
        assert intents.finish(connection, intent)
        revision = revisions[intent.topic_id]
        subscriptions.keep(connection, intent, revision=revision, now=now)


def _deliver(
    newsroom: Newsroom, connection: Connection, topic_ids: Sequence[int]
) -> None:
    """Each outcome of a delivery once."""
    now = newsroom.now
    known = max(topics.revisions(connection, topic_ids).values()) - 1
    followers.advance(connection, "websub", known)
    deliveries.mark(connection, now)
    assert deliveries.unmarked(connection) is None
    assert followers.stretch(connection, known)
    failed, given, told = _claims(connection, now)
    deliveries.note_failed(connection, [Failed(failed, "5xx", now, now)])
    deliveries.give_back(connection, [given], due_at=now)
    deliveries.note_told(connection, [Told(told, 1, "2xx")])
    ended = _claims(connection, now)[0]
    assert deliveries.end(connection, [ended]) == [ended]


def _claims(connection: Connection, now: datetime) -> list[Claim]:
    """Three claims, or as many as there are."""
    ids: list[int] = []
    for is_failing in (False, True):
        ids += deliveries.due(
            connection, now, is_failing=is_failing, but_hosts=[""], limit=9
        )
    until = now + timedelta(minutes=1)
    return deliveries.claim(connection, ids[:3], now=now, until=until)


def _look(connection: Connection, topic_ids: Sequence[int]) -> None:
    [first] = subscriptions.page(connection, after=0, limit=9, topic_id=topic_ids[0])
    assert subscriptions.find(connection, first.id) == first
    assert len(subscriptions.page(connection, after=first.id, limit=9)) == 3
    assert not subscriptions.page(connection, after=0, limit=9, is_failing=True)
    assert subscriptions.counts(connection).due
