"""Windows: which of a stream's articles its current document holds.

A stream's validators must move if and only if that document's bytes do. So each keeps a
digest of what its window shows, taken again at the end of every change that touched it.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select, update

from feedsvc.store.change import Change
from feedsvc.store.states import EntryState
from feedsvc.store.tables import categories, sources, stream_entries, streams

WINDOW_ENTRIES = 50

_SECOND = timedelta(seconds=1)


# by ix_stream_entries_newest
_NEWEST = (
    select(stream_entries.c.article_id, stream_entries.c.revision)
    .where(stream_entries.c.stream_id == bindparam("stream_id"))
    .where(stream_entries.c.state == EntryState.SHOWN)
    .order_by(stream_entries.c.published_at.desc(), stream_entries.c.article_id.desc())
    .limit(WINDOW_ENTRIES)
)


def article_ids(connection: Connection, stream_id: int) -> list[int]:
    """The articles of a stream's window, newest first; ties broken by id."""
    rows = connection.execute(_NEWEST, {"stream_id": stream_id})
    return [row.article_id for row in rows]


def refresh(change: Change) -> None:
    """Move the revision of each touched stream whose window came out different."""
    if not change.streams:
        return
    title = func.coalesce(categories.c.title, sources.c.name, "")
    query = (
        select(
            streams.c.id, streams.c.window_hash, streams.c.revision, streams.c.changed_at,
            title.label("title"),
        )
        .outerjoin(categories, categories.c.id == streams.c.category_id)
        .outerjoin(sources, sources.c.id == streams.c.source_id)
        .where(streams.c.id.in_(sorted(change.streams)))
    )  # fmt: skip
    moved = []
    for id_, known, revision, changed_at, name in change.connection.execute(
        query
    ).all():
        window = _digest(change.connection, id_, name)
        if window != known:
            is_new = revision == change.revision
            at = _floor(change.now) if is_new else _later(change.now, changed_at)
            moved.append({"b_id": id_, "window_hash": window, "changed_at": at})
    if moved:
        change.connection.execute(
            update(streams)
            .where(streams.c.id == bindparam("b_id"))
            .values(
                revision=change.revision,
                window_hash=bindparam("window_hash"),
                changed_at=bindparam("changed_at"),
            ),
            moved,
        )


def _digest(connection: Connection, stream_id: int, title: str) -> bytes:
    digest = hashlib.sha256(title.encode())
    for article_id, revision in connection.execute(_NEWEST, {"stream_id": stream_id}):
        digest.update(b"%d:%d," % (article_id, revision))
    return digest.digest()


def _later(now: datetime, before: datetime) -> datetime:
    """Now, but a whole second past the change before: HTTP dates know no less."""
    return max(_floor(now), before + _SECOND)


def _floor(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
