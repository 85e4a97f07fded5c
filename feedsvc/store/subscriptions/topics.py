"""Topics: the feed documents that somebody subscribed to.

A topic's key names its streams by their ids, so it is the same one after a category is
renamed; its address is made from their current slugs. Pages of an archive and searches
are no topics.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from sqlalchemy import Connection, delete, func, insert, select, text, update

from feedsvc.model.document import Document, Script, normalised
from feedsvc.model.feed import Format
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.store.database.tables import (
    categories,
    intents,
    sources,
    streams,
    subscriptions,
    topic_streams,
    topics,
)
from feedsvc.store.streams.streams import get

_AT_ONCE = 100  # on PostgreSQL a larger list is looked up more slowly
_VARIANTS: Mapping[str, Document] = {
    document.variant: document
    for document in (
        Document((), format_, None, is_summary, script)
        for format_, is_summary, script in product(Format, (False, True), Script)
    )
}

# SQLAlchemy spells upserts apart for each database; ours understand the same. The row is
# written even if it stands, which locks it: nobody can forget the topic meanwhile.
_KEEP = text("""
    INSERT INTO topics (key) VALUES (:key)
    ON CONFLICT (key) DO UPDATE SET key = excluded.key
    RETURNING id
""")


def keep(connection: Connection, document: Document) -> int:
    """The id of a current document's topic, which is kept if it is not yet.

    Raises:
        StreamNotFound: one of its streams does not exist.
    """
    ids = _stream_ids(connection, document)
    key = _key(document.variant, ids)
    topic_id = int(connection.execute(_KEEP, {"key": key}).scalar_one())
    if not _streams_of(connection, [topic_id]):
        _add_streams(connection, topic_id, ids)
    return topic_id


def find(connection: Connection, document: Document) -> int | None:
    """The id of a current document's topic; None if nobody subscribed to it.

    Raises:
        StreamNotFound: one of its streams does not exist.
    """
    key = _key(document.variant, _stream_ids(connection, document))
    return _find(connection, key)


def documents(connection: Connection, ids: Iterable[int]) -> dict[int, Document]:
    """The documents of topics, by topic, with the current slugs of their streams."""
    found: dict[int, Document] = {}
    for part in _parts(ids):
        query = select(topics.c.id, topics.c.key).where(topics.c.id.in_(part))
        keys = {row.id: row.key for row in connection.execute(query)}
        shown = _refs_of(connection, part)
        found |= {id_: _document(key, shown[id_]) for id_, key in keys.items()}
    return found


def revisions(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """The revisions of topics' documents, by topic."""
    found: dict[int, int] = {}
    for part in _parts(ids):
        query = (
            select(
                topic_streams.c.topic_id, func.max(streams.c.revision).label("revision")
            )
            .join(streams, streams.c.id == topic_streams.c.stream_id)
            .where(topic_streams.c.topic_id.in_(part))
            .group_by(topic_streams.c.topic_id)
        )
        found |= {row.topic_id: row.revision for row in connection.execute(query)}
    return found


def replace_stream(connection: Connection, old: int, new: int) -> None:
    """Let the topics of a stream that is merged into another show that one.

    Their subscribers are told the whole document next: their streams' history is not
    the other one's.
    """
    query = select(topic_streams.c.topic_id).where(topic_streams.c.stream_id == old)
    found = sorted(connection.execute(query).scalars())
    lock(connection, found)
    for topic_id in found:
        ids = _streams_of(connection, [topic_id])[topic_id]
        moved = sorted({new if id_ == old else id_ for id_ in ids})
        key = connection.execute(
            select(topics.c.key).where(topics.c.id == topic_id)
        ).scalar_one()
        key = _key(key.partition(" ")[0], moved)
        _drop_streams(connection, [topic_id])
        into = _find(connection, key)
        if into is None:
            row = update(topics).where(topics.c.id == topic_id)
            connection.execute(row.values(key=key))
            _add_streams(connection, topic_id, moved)
            mine = update(subscriptions).where(subscriptions.c.topic_id == topic_id)
            connection.execute(mine.values(since=0, claimed_until=None))
        else:
            _move(connection, topic_id, into)


def lock(connection: Connection, ids: Iterable[int]) -> None:
    """Lock topics until this transaction ends, before rows of theirs are changed.

    Whoever changes intents and topics takes the topics first, so that nobody deadlocks.
    """
    mine = select(topics.c.id).where(topics.c.id.in_(list(ids))).order_by(topics.c.id)
    connection.execute(mine.with_for_update()).all()


def forget_unused(connection: Connection, ids: Iterable[int]) -> None:
    """Forget those of some topics that nobody subscribed to or asks for."""
    for part in _parts(ids):
        lock(connection, part)
        used: set[int] = set()
        for table in (subscriptions, intents):
            mine = table.c.topic_id.in_(part)
            query = select(table.c.topic_id).where(mine).distinct()
            used |= set(connection.execute(query).scalars())
        _drop(connection, sorted(set(part) - used))


def _move(connection: Connection, topic_id: int, into: int) -> None:
    """Let another topic have all that a topic has; of two of one callback its own stays."""
    theirs = subscriptions.c.topic_id == topic_id
    connection.execute(update(subscriptions).where(theirs).values(claimed_until=None))
    for table in (subscriptions, intents):
        mine = table.c.topic_id == topic_id
        there = select(table.c.callback_digest).where(table.c.topic_id == into)
        both = table.c.callback_digest.in_(there)
        connection.execute(delete(table).where(mine, both))
        connection.execute(update(table).where(mine).values(topic_id=into, since=0))
    _drop(connection, [topic_id])


def _find(connection: Connection, key: str) -> int | None:
    query = select(topics.c.id).where(topics.c.key == key)
    found: int | None = connection.execute(query).scalar_one_or_none()
    return found


def _drop(connection: Connection, ids: Sequence[int]) -> None:
    if ids:
        _drop_streams(connection, ids)
        connection.execute(delete(topics).where(topics.c.id.in_(ids)))


def _drop_streams(connection: Connection, ids: Sequence[int]) -> None:
    mine = topic_streams.c.topic_id.in_(ids)
    connection.execute(delete(topic_streams).where(mine))


def _add_streams(connection: Connection, topic_id: int, ids: Sequence[int]) -> None:
    rows = [{"topic_id": topic_id, "stream_id": id_} for id_ in ids]
    connection.execute(insert(topic_streams), rows)


def _stream_ids(connection: Connection, document: Document) -> list[int]:
    return sorted(get(connection, ref).id for ref in document.streams)


def _streams_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[int]]:
    """Ids of the streams of topics, by topic."""
    query = select(topic_streams.c.topic_id, topic_streams.c.stream_id).where(
        topic_streams.c.topic_id.in_(ids)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for topic_id, stream_id in connection.execute(query):
        found[topic_id].append(stream_id)
    return found


def _refs_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[StreamRef]]:
    """Current names of the streams of topics, by topic."""
    slug = func.coalesce(categories.c.slug, sources.c.slug, "").label("slug")
    query = (
        select(topic_streams.c.topic_id, streams.c.kind, slug)
        .join(streams, streams.c.id == topic_streams.c.stream_id)
        .outerjoin(categories, categories.c.id == streams.c.category_id)
        .outerjoin(sources, sources.c.id == streams.c.source_id)
        .where(topic_streams.c.topic_id.in_(ids))
    )
    found: dict[int, list[StreamRef]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.topic_id].append(StreamRef(StreamKind(row.kind), row.slug))
    return found


def _key(variant: str, stream_ids: Iterable[int]) -> str:
    return f"{variant} {','.join(map(str, sorted(stream_ids)))}"


def _document(key: str, refs: Iterable[StreamRef]) -> Document:
    like = _VARIANTS[key.partition(" ")[0]]
    shown = normalised(refs)
    return Document(shown, like.format, None, like.is_summary, like.script)


def _parts(ids: Iterable[int]) -> Iterable[list[int]]:
    listed = sorted(set(ids))
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]
