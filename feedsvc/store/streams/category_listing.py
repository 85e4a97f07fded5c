"""Categories as a person decided them: slugs, titles, and the addresses they had."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, select, true

from feedsvc.model.inventory import FoundCategory
from feedsvc.model.slug import Slug
from feedsvc.store.database.tables import addresses, categories, streams
from feedsvc.store.streams.categories import DECIDED


def all_found(connection: Connection) -> list[FoundCategory]:
    """Every category, by its slug; all are read, and their old addresses by an index."""
    return _matching(connection, true())


def find(connection: Connection, raw: str) -> FoundCategory | None:
    """The category of exactly this raw name; all by keys and ix_addresses_stream_id."""
    return next(iter(_matching(connection, categories.c.raw == raw)), None)


def by_streams(
    connection: Connection, stream_ids: Sequence[int]
) -> dict[int, FoundCategory]:
    """The categories of these streams, of which there are at most 100, by stream id."""
    query = (
        select(categories.c.raw, streams.c.id)
        .join(streams, streams.c.category_id == categories.c.id)
        .where(streams.c.id.in_(stream_ids))
    )
    ids = {row.raw: row.id for row in connection.execute(query)}
    found = _matching(connection, categories.c.raw.in_(ids))
    return {ids[category.raw]: category for category in found}


def _matching(
    connection: Connection, condition: ColumnElement[bool]
) -> list[FoundCategory]:
    columns = categories.c
    query = (
        select(
            columns.id, columns.slug, columns.title, columns.raw, columns.titled_at,
            columns.description, columns.retired_at, columns.decided_by,
            columns.decided_at,
        )
        .where(condition)
        .order_by(columns.slug)
    )  # fmt: skip
    former = _former(connection, condition)
    return [
        FoundCategory(
            slug=Slug(row.slug),
            title=row.title,
            raw=row.raw,
            is_titled=row.titled_at == DECIDED,
            former=tuple(former.get(row.id, ())),
            description=row.description,
            retired_at=row.retired_at,
            by=row.decided_by,
            at=row.decided_at,
        )
        for row in connection.execute(query)
    ]


def _former(
    connection: Connection, condition: ColumnElement[bool]
) -> dict[int, list[Slug]]:
    """Slugs that categories had, by category id; by ix_addresses_stream_id."""
    query = (
        select(streams.c.category_id, addresses.c.path)
        .join(streams, streams.c.id == addresses.c.stream_id)
        .join(categories, categories.c.id == streams.c.category_id)
        .where(addresses.c.stream_id.is_not(None), condition)
    )
    # Sorted here: for the order SQLite would read the index of all addresses.
    rows = connection.execute(query).all()
    found: dict[int, list[Slug]] = defaultdict(list)
    for path, category_id in sorted((path, id_) for id_, path in rows if id_):
        found[category_id].append(Slug(path.strip("/").rpartition("/")[2]))
    return found
