"""Streams, and which articles stand in them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    insert,
    select,
    update,
)

from feedsvc.errors import StreamNotFound
from feedsvc.model.links import stream_path
from feedsvc.model.listing import IndexEntry
from feedsvc.model.stream import Stream, StreamKind, StreamRef
from feedsvc.store.changes.change import Change
from feedsvc.store.database.states import EntryState
from feedsvc.store.database.tables import (
    addresses,
    categories,
    sources,
    stream_entries,
    streams,
)
from feedsvc.store.streams.archive_pages import OpenPages

_OWNER: dict[StreamKind, Column[Any]] = {
    StreamKind.CATEGORY: streams.c.category_id,
    StreamKind.SOURCE: streams.c.source_id,
}


@dataclass(frozen=True, slots=True)
class Placement:
    """Streams and dates that an article is to be placed by.

    Attributes:
        streams: ids; it leaves every stream that is not named.
        body_bytes: of its HTML, to fill archive pages evenly.
    """

    article_id: int
    published_at: datetime
    body_bytes: int
    streams: frozenset[int]


def create(change: Change, kind: StreamKind, owner_ids: Iterable[int]) -> None:
    """Make the streams of new categories or sources."""
    rows = [
        {
            "kind": kind,
            _OWNER[kind].name: owner_id,
            "revision": change.revision,
            "facts_revision": change.revision,
            "changed_at": change.now.replace(microsecond=0),
            "window_hash": b"",
            "page": 1,
            "page_entries": 0,
            "page_bytes": 0,
        }
        for owner_id in owner_ids
    ]
    if rows:
        change.connection.execute(insert(streams), rows)
        change.touch()


def site_id(connection: Connection) -> int:
    """The id of the stream that holds everything."""
    query = select(streams.c.id).where(streams.c.kind == StreamKind.SITE)
    id_: int = connection.execute(query).scalar_one()
    return id_


def ids_by_owner(
    connection: Connection, kind: StreamKind, owner_ids: Iterable[int]
) -> dict[int, int]:
    """Stream ids by the id of the category or source they belong to."""
    owner = _OWNER[kind]
    query = select(owner, streams.c.id).where(owner.in_(list(owner_ids)))
    return {row[0]: row[1] for row in connection.execute(query)}


def find(connection: Connection, ref: StreamRef) -> Stream | None:
    """The stream that an address names, or None."""
    query = _streams().where(streams.c.kind == ref.kind)
    if ref.kind is StreamKind.CATEGORY:
        query = query.where(categories.c.slug == ref.slug)
    elif ref.kind is StreamKind.SOURCE:
        query = query.where(sources.c.slug == ref.slug)
    row = connection.execute(query).one_or_none()
    return None if row is None else _stream(row)


def get(connection: Connection, ref: StreamRef) -> Stream:
    """The stream that an address names.

    Raises:
        StreamNotFound: there is no such category or source.
    """
    stream = find(connection, ref)
    if stream is None:
        raise StreamNotFound(ref.kind, ref.slug)
    return stream


def find_by_raw_name(connection: Connection, raw: str) -> StreamRef | None:
    """The stream of the category of exactly this raw name."""
    query = select(categories.c.slug).where(categories.c.raw == raw)
    slug = connection.execute(query).scalar_one_or_none()
    return None if slug is None else StreamRef(StreamKind.CATEGORY, slug)


def find_moved(connection: Connection, ref: StreamRef) -> StreamRef | None:
    """Current name of the stream that once had this address."""
    query = _streams().join(addresses, addresses.c.stream_id == streams.c.id)
    row = connection.execute(
        query.where(addresses.c.path == stream_path(ref))
    ).one_or_none()
    return None if row is None else _stream(row).ref


def changed_in(connection: Connection, revision: int) -> tuple[StreamRef, ...]:
    """The streams whose current documents last came out different in this change."""
    query = _streams().where(streams.c.revision == revision)  # ix_streams_revision
    return tuple(_stream(row).ref for row in connection.execute(query))


def changed_since(connection: Connection, revision: int) -> tuple[StreamRef, ...]:
    """The streams whose current documents came out different after this change."""
    query = _streams().where(streams.c.revision > revision)  # ix_streams_revision
    return tuple(_stream(row).ref for row in connection.execute(query))


def index(connection: Connection, kind: StreamKind) -> list[IndexEntry]:
    """Categories that were not retired, or listed sources, with counts of articles.

    By title.
    """
    query = _streams(streams.c.shown).where(streams.c.kind == kind)  # ix_streams_kind
    if kind is StreamKind.SOURCE:
        query = query.where(sources.c.is_listed)
    else:
        query = query.where(categories.c.retired_at.is_(None))
    entries = [IndexEntry(_stream(row), row.shown) for row in connection.execute(query)]
    return sorted(entries, key=lambda entry: (entry.stream.title, entry.stream.name))


def place(change: Change, placements: Sequence[Placement]) -> None:
    """Put articles where they are to stand, and touch every stream that notices.

    On first entering, an entry gets its archive page, which it keeps. The change shows
    in each stream of an article, so all its entries take the change's revision.
    """
    existing = _entries_of(change, [placed.article_id for placed in placements])
    entering: list[tuple[int, Placement]] = []
    staying: list[dict[str, object]] = []
    more: Counter[int] = Counter()
    for placed in placements:
        known = existing.get(placed.article_id, {})
        for stream_id in sorted(placed.streams | known.keys()):
            if stream_id not in known:
                entering.append((stream_id, placed))
            elif stream_id in placed.streams:
                staying.append(_moved(placed.article_id, stream_id, EntryState.SHOWN))
            elif known[stream_id] is not EntryState.LEFT:
                staying.append(_moved(placed.article_id, stream_id, EntryState.LEFT))
            more[stream_id] += stream_id in placed.streams
            more[stream_id] -= known.get(stream_id) is EntryState.SHOWN
            change.touch(stream_id)
    _enter(change, entering)
    _move(change, staying)
    _count(change, more)


def withdraw(change: Change, article_id: int) -> None:
    """Take an article out of every stream, leaving tombstones."""
    known = _entries_of(change, [article_id]).get(article_id, {})
    shown = [key for key, state in known.items() if state is EntryState.SHOWN]
    _move(change, [_moved(article_id, key, EntryState.WITHDRAWN) for key in shown])
    _count(change, dict.fromkeys(shown, -1))
    change.touch(*known)


def _streams(*more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    query = select(
        streams.c.id,
        streams.c.kind,
        func.coalesce(categories.c.slug, sources.c.slug, "").label("slug"),
        func.coalesce(categories.c.raw, sources.c.name, "").label("name"),
        func.coalesce(categories.c.title, sources.c.title, sources.c.name, "").label(
            "title"
        ),
        sources.c.url,
        func.coalesce(categories.c.description, "").label("description"),
        categories.c.retired_at,
        streams.c.revision,
        streams.c.changed_at,
        streams.c.ttl_s,
        streams.c.page,
        *more,
    )
    return (
        query.select_from(streams)
        .outerjoin(categories, categories.c.id == streams.c.category_id)
        .outerjoin(sources, sources.c.id == streams.c.source_id)
    )


def _stream(row: Any) -> Stream:
    return Stream(
        id=row.id,
        ref=StreamRef(StreamKind(row.kind), row.slug),
        name=row.name,
        title=row.title,
        revision=row.revision,
        changed_at=row.changed_at,
        ttl_s=row.ttl_s,
        open_page=row.page,
        url=row.url,
        description=row.description,
        retired_at=row.retired_at,
    )


def _entries_of(
    change: Change, article_ids: Sequence[int]
) -> dict[int, dict[int, EntryState]]:
    """State by stream id by article id; by ix_stream_entries_article_id."""
    query = select(
        stream_entries.c.article_id, stream_entries.c.stream_id, stream_entries.c.state
    ).where(stream_entries.c.article_id.in_(article_ids))
    found: dict[int, dict[int, EntryState]] = {}
    for article_id, stream_id, state in change.connection.execute(query):
        found.setdefault(article_id, {})[stream_id] = EntryState(state)
    return found


def _moved(article_id: int, stream_id: int, state: EntryState) -> dict[str, object]:
    return {"b_article_id": article_id, "b_stream_id": stream_id, "state": state}


def _move(change: Change, rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    change.connection.execute(
        update(stream_entries)
        .where(stream_entries.c.stream_id == bindparam("b_stream_id"))
        .where(stream_entries.c.article_id == bindparam("b_article_id"))
        .values(revision=change.revision, state=bindparam("state")),
        rows,
    )


def _count(change: Change, more: Mapping[int, int]) -> None:
    """Let the counts of streams follow their entries."""
    rows = [{"b_id": key, "b_more": number} for key, number in more.items() if number]
    if rows:
        change.connection.execute(
            update(streams)
            .where(streams.c.id == bindparam("b_id"))
            .values(shown=streams.c.shown + bindparam("b_more")),
            rows,
        )


def _enter(change: Change, entering: Sequence[tuple[int, Placement]]) -> None:
    if not entering:
        return
    pages = OpenPages(change, {stream_id for stream_id, _ in entering})
    rows = [
        {
            "stream_id": stream_id,
            "article_id": placed.article_id,
            "page": pages.take(stream_id, placed.body_bytes),
            "published_at": placed.published_at,
            "revision": change.revision,
            "state": EntryState.SHOWN,
        }
        for stream_id, placed in entering
    ]
    change.connection.execute(insert(stream_entries), rows)
    pages.save()
