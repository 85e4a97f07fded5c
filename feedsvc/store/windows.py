"""Windows: what a stream's current document, and each page of its archive, holds.

A stream's validators must move if and only if that document's bytes do. So each keeps a
digest of what the document shows, taken again at the end of every change that touched it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, update

from feedsvc.model import window
from feedsvc.model.feed import Tombstone
from feedsvc.store.change import Change
from feedsvc.store.states import EntryState
from feedsvc.store.tables import (
    articles,
    categories,
    epochs,
    sources,
    stream_entries,
    streams,
)

_SECOND = timedelta(seconds=1)

_entries = stream_entries.c
_IN_STREAM = _entries.stream_id == bindparam("stream_id")
_BY_AGE = (_entries.published_at.desc(), _entries.article_id.desc())


@dataclass(frozen=True, slots=True)
class Shown:
    """One article in a stream: what decides whether a document holds it."""

    article_id: int
    published_at: datetime
    revision: int
    html_bytes: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a document holds.

    Attributes:
        shown: newest first; ties broken by id.
        tombstones: of retracted articles with the revision of each, latest first.
    """

    shown: tuple[Shown, ...]
    tombstones: tuple[tuple[Tombstone, int], ...]


def _shown() -> Select[Any]:
    return (
        select(
            _entries.article_id,
            _entries.published_at,
            _entries.revision,
            articles.c.html_bytes,
        )
        .join(articles, articles.c.id == _entries.article_id)
        .where(_IN_STREAM, _entries.state == EntryState.SHOWN)
        .order_by(*_BY_AGE)
    )


def _withdrawn() -> Select[Any]:
    return (
        select(articles.c.entry_id, articles.c.state_at, _entries.revision)
        .join(articles, articles.c.id == _entries.article_id)
        .where(_IN_STREAM, _entries.state == EntryState.WITHDRAWN)
        .order_by(_entries.revision.desc(), _entries.article_id.desc())
    )


_ENTRIES = select(
    _entries.stream_id,
    _entries.article_id,
    _entries.published_at,
    _entries.revision,
    articles.c.html_bytes,
    _entries.state,
    articles.c.entry_id,
    articles.c.state_at,
).join(articles, articles.c.id == _entries.article_id)
_WHOLE = _ENTRIES.where(_entries.stream_id.in_(bindparam("stream_ids", expanding=True)))
_IN_PAGE = _entries.page == bindparam("page")
_SINCE = _entries.revision > bindparam("since")
# by ix_stream_entries_newest
_NEWEST = _shown().limit(window.MAX_ENTRIES)
# By ix_stream_entries_stream_id_page. With a state, an order or a maximum in them, SQLite
# would read the whole stream by an index that looks better.
_PAGE = _ENTRIES.where(_IN_STREAM, _IN_PAGE)
_PAGE_REVISIONS = select(_entries.revision).where(_IN_STREAM, _IN_PAGE)
# by ix_stream_entries_stream_id_revision
_WITHDRAWN_SINCE = _withdrawn().where(_SINCE).limit(window.MAX_TOMBSTONES + 1)
_LEFT_SINCE = (
    select(_entries.article_id)
    .where(_IN_STREAM, _SINCE, _entries.state == EntryState.LEFT)
    .limit(1)
)


def current(connection: Connection, stream_id: int, open_page: int) -> Contents:
    """What a stream's current document holds: its window, and its open archive page.

    Together with the full pages that is every article, whatever order they came in.
    Tombstones are those since its oldest entry changed, 50 at most.
    """
    if open_page == 1:
        return _single_pages(connection, [stream_id])[stream_id]
    newest = [Shown(*row) for row in _rows(connection, _NEWEST, stream_id)]
    count = window.length([(row.published_at, row.html_bytes) for row in newest])
    shown = {row.article_id: row for row in newest[:count]}
    for row in page(connection, stream_id, open_page).shown:
        shown.setdefault(row.article_id, row)
    ordered = sorted(shown.values(), key=_age, reverse=True)
    oldest = min((row.revision for row in ordered), default=0)
    tombstones = _withdrawn_since(connection, stream_id, oldest - 1)
    return Contents(tuple(ordered), tombstones[: window.MAX_TOMBSTONES])


def _single_pages(
    connection: Connection, stream_ids: Sequence[int]
) -> dict[int, Contents]:
    """The same of streams whose one page is all there is: most of them, in one read."""
    rows = connection.execute(_WHOLE, {"stream_ids": list(stream_ids)})
    return {
        id_: replace(held, tombstones=_latest(held))
        for id_, held in _by_stream(rows, stream_ids).items()
    }


def _latest(held: Contents) -> tuple[tuple[Tombstone, int], ...]:
    """The tombstones that a document tells: those since its oldest entry changed."""
    oldest = min((row.revision for row in held.shown), default=0)
    told = [item for item in held.tombstones if item[1] >= oldest]
    return tuple(told[: window.MAX_TOMBSTONES])


def page(connection: Connection, stream_id: int, number: int) -> Contents:
    """What a page of a stream's archive holds; its members stay with it for good."""
    rows = _rows(connection, _PAGE, stream_id, page=number)
    return _by_stream(rows, [stream_id])[stream_id]


def page_revision(connection: Connection, stream_id: int, number: int) -> int | None:
    """When anything of a page last changed, members that left it included."""
    rows = _rows(connection, _PAGE_REVISIONS, stream_id, page=number)
    return max((revision for (revision,) in rows), default=None)


def since(
    connection: Connection, stream_id: int, known: Contents, revision: int
) -> Contents | None:
    """Of a document's contents what changed since a revision.

    None where that cannot be told: an article left the stream without being retracted,
    or more were retracted than a document tells.
    """
    values = {"stream_id": stream_id, "since": revision}
    if connection.execute(_LEFT_SINCE, values).first() is not None:
        return None
    tombstones = _withdrawn_since(connection, stream_id, revision)
    if len(tombstones) > window.MAX_TOMBSTONES:
        return None
    changed = tuple(row for row in known.shown if row.revision > revision)
    return Contents(changed, tombstones)


def refresh(change: Change) -> None:
    """Move the revision of each touched stream whose document came out different."""
    if not change.streams:
        return
    slug = func.coalesce(categories.c.slug, sources.c.slug, "")
    title = func.coalesce(categories.c.title, sources.c.name, "")
    query = (
        select(
            streams.c.id, streams.c.window_hash, streams.c.revision,
            streams.c.changed_at, streams.c.page, slug, title,
        )
        .outerjoin(categories, categories.c.id == streams.c.category_id)
        .outerjoin(sources, sources.c.id == streams.c.source_id)
        .where(streams.c.id.in_(sorted(change.streams)))
    )  # fmt: skip
    moved = []
    began = change.connection.execute(select(func.max(epochs.c.began_at))).scalar_one()
    at_least = _floor(change.now)
    if began is not None:  # later than the epoch, or Last-Modified would not move
        at_least = max(at_least, began + _SECOND)
    rows = change.connection.execute(query).all()
    single = [row.id for row in rows if row.page == 1]
    of_single = _single_pages(change.connection, single)
    for id_, known, revision, changed_at, open_page, *named in rows:
        contents = of_single.get(id_) or current(change.connection, id_, open_page)
        digest = _digest(contents, open_page, named)
        if digest != known:
            # A whole second past the change before: HTTP dates know no less.
            is_new = revision == change.revision
            at = at_least if is_new else max(at_least, changed_at + _SECOND)
            moved.append(
                {
                    "b_id": id_,
                    "window_hash": digest,
                    "changed_at": at,
                    "ttl_s": window.ttl_s([row.published_at for row in contents.shown]),
                }
            )
    if moved:
        change.connection.execute(
            update(streams)
            .where(streams.c.id == bindparam("b_id"))
            .values(
                revision=change.revision,
                window_hash=bindparam("window_hash"),
                changed_at=bindparam("changed_at"),
                ttl_s=bindparam("ttl_s"),
            ),
            moved,
        )


def _rows(
    connection: Connection, query: Select[Any], stream_id: int, **values: int
) -> Iterable[Any]:
    return connection.execute(query, {"stream_id": stream_id, **values})


def _withdrawn_since(
    connection: Connection, stream_id: int, revision: int
) -> tuple[tuple[Tombstone, int], ...]:
    """One more than a document tells at most, latest first."""
    rows = _rows(connection, _WITHDRAWN_SINCE, stream_id, since=revision)
    return tuple((Tombstone(entry_id, at), moved) for entry_id, at, moved in rows)


def _by_stream(rows: Iterable[Any], stream_ids: Iterable[int]) -> dict[int, Contents]:
    """What rows of `_ENTRIES` say of each stream."""
    shown: dict[int, list[Shown]] = {id_: [] for id_ in stream_ids}
    gone: dict[int, list[tuple[int, int, Tombstone]]] = {id_: [] for id_ in shown}
    for id_, article_id, published_at, revision, size, state, entry_id, at in rows:
        if state == EntryState.SHOWN:
            shown[id_].append(Shown(article_id, published_at, revision, size))
        elif state == EntryState.WITHDRAWN:
            gone[id_].append((revision, article_id, Tombstone(entry_id, at)))
    return {
        id_: Contents(
            tuple(sorted(shown[id_], key=_age, reverse=True)),
            tuple((item[2], item[0]) for item in sorted(gone[id_], reverse=True)),
        )
        for id_ in shown
    }


def _age(row: Shown) -> tuple[datetime, int]:
    return row.published_at, row.article_id


def _digest(contents: Contents, open_page: int, named: list[str]) -> bytes:
    """Of everything that the document shows.

    Args:
        contents: of the document.
        open_page: for the link to the page before.
        named: slug and title.
    """
    digest = hashlib.sha256(f"{open_page}:{named}".encode())
    for row in contents.shown:
        digest.update(b"%d:%d," % (row.article_id, row.revision))
    for tombstone, revision in contents.tombstones:
        digest.update(b"%s:%d," % (tombstone.ref.encode(), revision))
    return digest.digest()


def _floor(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
