"""Digests: a check whether a stream's current document has changed, and how.

A stream's validators must change if and only if that document's bytes do. So each
stream keeps a digest of its document, renewed at the end of every change that touched
it, and the ids of its articles, to notice those that a later change lets in.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from struct import pack, unpack
from typing import Any

from sqlalchemy import bindparam, func, select, update

from feedsvc.model import window
from feedsvc.model.clock import latest_believed
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import (
    categories,
    epochs,
    sources,
    stream_entries,
    streams,
)
from feedsvc.store.streams import windows
from feedsvc.store.streams.windows import Contents

_SECOND = timedelta(seconds=1)
_ID_BYTES = 8

_TOUCHED = (
    select(
        streams.c.id,
        streams.c.window_hash,
        streams.c.held,
        streams.c.revision,
        streams.c.changed_at,
        streams.c.page,
        func.coalesce(categories.c.slug, sources.c.slug, "").label("slug"),
        func.coalesce(categories.c.title, sources.c.title, sources.c.name, "").label(
            "title"
        ),
        func.coalesce(categories.c.description, "").label("description"),
        categories.c.retired_at,
    )
    .outerjoin(categories, categories.c.id == streams.c.category_id)
    .outerjoin(sources, sources.c.id == streams.c.source_id)
    .where(streams.c.id.in_(bindparam("stream_ids", expanding=True)))
)
_MOVE = (
    update(streams)
    .where(streams.c.id == bindparam("b_id"))
    .values(
        revision=bindparam("b_revision"),
        window_hash=bindparam("b_window_hash"),
        held=bindparam("b_held"),
        changed_at=bindparam("b_changed_at"),
        ttl_s=bindparam("b_ttl_s"),
    )
)
_LET_IN = (
    update(stream_entries)
    .where(stream_entries.c.stream_id == bindparam("b_stream_id"))
    .where(stream_entries.c.article_id == bindparam("b_article_id"))
    .values(entered=bindparam("b_entered"))
)


def refresh(change: Change) -> None:
    """Move the revision of each touched stream whose document came out different."""
    if not change.streams:
        return
    connection = change.connection
    known = connection.execute(_TOUCHED, {"stream_ids": sorted(change.streams)}).all()
    shown = {row.id: row.page for row in known if row.retired_at is None}
    found = windows.currents(connection, shown)
    at_least = _at_least(change)
    moved: list[dict[str, object]] = []
    let_in: list[dict[str, object]] = []
    for stream in known:
        contents = found.get(stream.id, windows.NOTHING)
        digest = _digest(contents, stream)
        if digest != stream.window_hash:
            moved.append(_moved(change, stream, contents, digest, at_least))
            let_in += _let_in(change, stream, contents)
    if moved:
        connection.execute(_MOVE, moved)
    if let_in:
        connection.execute(_LET_IN, let_in)


def _at_least(change: Change) -> datetime:
    """The time of the change; later than the epoch, or Last-Modified would not move."""
    at = change.now.replace(microsecond=0)
    believed = epochs.c.began_at <= latest_believed(change.now)
    query = select(func.max(epochs.c.began_at)).where(believed)
    began: datetime | None = change.connection.execute(query).scalar_one()
    return at if began is None else max(at, began + _SECOND)


def _moved(
    change: Change, stream: Any, contents: Contents, digest: bytes, at: datetime
) -> dict[str, object]:
    """A stream's row as it is now; `at` is the earliest that it may have changed."""
    is_believed = stream.changed_at <= latest_believed(change.now)
    if stream.revision != change.revision and is_believed:
        # A whole second after the change before: HTTP dates are no finer.
        at = max(at, stream.changed_at + _SECOND)
    return {
        "b_id": stream.id,
        "b_revision": change.revision,
        "b_window_hash": digest,
        "b_held": _packed(row.article_id for row in contents.shown),
        "b_changed_at": at,
        "b_ttl_s": window.ttl_s([row.published_at for row in contents.shown]),
    }


def _let_in(
    change: Change, stream: Any, contents: Contents
) -> Iterator[dict[str, object]]:
    """The entries that came into the document by no change of their own."""
    held = _unpacked(stream.held)
    for row in contents.shown:
        if row.revision != change.revision and row.article_id not in held:
            yield {
                "b_stream_id": stream.id,
                "b_article_id": row.article_id,
                "b_entered": change.revision,
            }


def _digest(contents: Contents, stream: Any) -> bytes:
    """Digest of all that the document shows; the open page is in the link back."""
    named = [stream.slug, stream.title]
    if stream.description:
        named.append(stream.description)
    state = "" if stream.retired_at is None else "retired:"
    digest = hashlib.sha256(f"{state}{stream.page}:{named}".encode())
    for row in contents.shown:
        digest.update(b"%d:%d," % (row.article_id, row.revision))
    for tombstone, revision in contents.tombstones:
        digest.update(b"%s:%d," % (tombstone.ref.encode(), revision))
    return digest.digest()


def _packed(article_ids: Iterable[int]) -> bytes:
    ids = list(article_ids)
    return pack(f">{len(ids)}q", *ids)


def _unpacked(held: bytes | None) -> set[int]:
    return set(unpack(f">{len(held) // _ID_BYTES}q", held)) if held else set()
