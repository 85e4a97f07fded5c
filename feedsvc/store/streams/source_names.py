"""Sources as people decided them: titles, pages, and the names that mean them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    insert,
    select,
    true,
    update,
)

from feedsvc.model.info_code import InfoCode
from feedsvc.model.inventory import FoundAlias, FoundSource
from feedsvc.model.links import stream_path
from feedsvc.model.slug import Slug
from feedsvc.model.stream import Stream, StreamKind, StreamRef
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import (
    addresses,
    articles,
    attributions,
    source_aliases,
    sources,
    stream_entries,
)
from feedsvc.store.database.tables import streams as stream_table
from feedsvc.store.streams import streams
from feedsvc.store.streams.facts import mark_members_changed, note_facts
from feedsvc.store.streams.sources import ids_by_name
from feedsvc.store.subscriptions import topics


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source that a decision is about.

    Attributes:
        name: its key.
        title, url: as a person decided them, or None.
    """

    id: int
    name: str
    title: str | None
    url: str | None
    stream: Stream


def find(connection: Connection, name: str) -> KnownSource | None:
    """The source that a key means, by its own name or another."""
    id_ = ids_by_name(connection, [name]).get(name)
    query = select(sources.c.name, sources.c.title, sources.c.url, sources.c.slug)
    row = connection.execute(query.where(sources.c.id == id_)).one_or_none()
    if id_ is None or row is None:
        return None
    stream = streams.get(connection, StreamRef(StreamKind.SOURCE, row.slug))
    return KnownSource(id_, row.name, row.title, row.url, stream)


def all_found(connection: Connection) -> list[FoundSource]:
    """Every source, by its slug; all are read, and their old addresses by an index."""
    return list(_matching(connection, true()).values())


def by_streams(
    connection: Connection, stream_ids: Sequence[int]
) -> dict[int, FoundSource]:
    """The sources of these streams, of which there are at most 100, by stream id."""
    return _matching(connection, stream_table.c.id.in_(stream_ids))


def _matching(
    connection: Connection, condition: ColumnElement[bool]
) -> dict[int, FoundSource]:
    columns = sources.c
    query = (
        select(
            columns.name, columns.slug, columns.title, columns.url, columns.decided_by,
            columns.decided_at, stream_table.c.id,
        )
        .join(stream_table, stream_table.c.source_id == columns.id)
        .where(condition)
        .order_by(columns.slug)
    )  # fmt: skip
    aliases, former = _aliases(connection, condition), _former(connection, condition)
    return {
        row.id: FoundSource(
            slug=Slug(row.slug),
            title=row.title or row.name,
            name=row.name,
            is_titled=row.title is not None,
            url=row.url,
            by=row.decided_by,
            at=row.decided_at,
            aliases=tuple(aliases.get(row.name, ())),
            former=tuple(former.get(row.id, ())),
        )
        for row in connection.execute(query)
    }


def _aliases(
    connection: Connection, condition: ColumnElement[bool]
) -> dict[str, list[FoundAlias]]:
    columns = source_aliases.c
    query = (
        select(sources.c.name, columns.name, columns.decided_by, columns.decided_at)
        .join(sources, sources.c.id == columns.source_id)
        .join(stream_table, stream_table.c.source_id == sources.c.id)
        .where(condition)
        .order_by(columns.name)
    )
    found: dict[str, list[FoundAlias]] = defaultdict(list)
    for name, alias, by, at in connection.execute(query):
        found[name].append(FoundAlias(alias, by, at))
    return found


def _former(
    connection: Connection, condition: ColumnElement[bool]
) -> dict[int, list[Slug]]:
    """Slugs that sources had, by their streams' ids; by ix_addresses_stream_id."""
    query = (
        select(addresses.c.stream_id, addresses.c.path)
        .join(stream_table, stream_table.c.id == addresses.c.stream_id)
        .where(
            addresses.c.stream_id.is_not(None),
            stream_table.c.source_id.is_not(None),
            condition,
        )
    )
    # Sorted here: for the order SQLite would read the index of all addresses.
    rows = [(path, id_) for id_, path in connection.execute(query) if id_]
    found: dict[int, list[Slug]] = defaultdict(list)
    for path, id_ in sorted(rows):
        found[id_].append(Slug(path.strip("/").rpartition("/")[2]))
    return found


def decide(
    change: Change, source: KnownSource, values: dict[str, Any], by: str, at: datetime
) -> None:
    """Give a source a title or a page; its articles look different."""
    change.connection.execute(
        update(sources)
        .where(sources.c.id == source.id)
        .values(**values, decided_by=by, decided_at=at)
    )
    mark_members_changed(change, source.stream.id)
    note_facts(change, source.stream.id)
    change.touch(source.stream.id)


def add_alias(change: Change, name: str, source_id: int, by: str, at: datetime) -> None:
    """Let a name that no source has mean this one."""
    row = {"name": name, "source_id": source_id, "decided_by": by, "decided_at": at}
    change.connection.execute(insert(source_aliases), row)
    owned = streams.ids_by_owner(change.connection, StreamKind.SOURCE, [source_id])
    note_facts(change, *owned.values())


def codes_of(connection: Connection, source_id: int) -> list[InfoCode]:
    """Codes of the articles that are credited to a source."""
    query = (
        select(articles.c.info_code)
        .join(attributions, attributions.c.article_id == articles.c.id)
        .where(attributions.c.source_id == source_id)  # ix_attributions_source_id
        .distinct()
    )
    return [InfoCode(code) for code in connection.execute(query).scalars()]


def merge(change: Change, source: KnownSource, into: KnownSource) -> None:
    """Let another source have all that a source has; its stream is no more.

    The caller places its articles anew, and makes its name an alias.
    """
    execute, old = change.connection.execute, source.stream
    for column, before, after in (
        (attributions.c.source_id, source.id, into.id),
        (source_aliases.c.source_id, source.id, into.id),
        (addresses.c.stream_id, old.id, into.stream.id),
    ):
        mine = update(column.table).where(column == before)
        execute(mine.values({column: after}))
    row = {"path": stream_path(old.ref), "stream_id": into.stream.id}
    execute(insert(addresses), row)
    topics.replace_stream(change.connection, old.id, into.stream.id)
    execute(delete(stream_entries).where(stream_entries.c.stream_id == old.id))
    execute(delete(stream_table).where(stream_table.c.id == old.id))
    execute(delete(sources).where(sources.c.id == source.id))
    change.touch(into.stream.id)
