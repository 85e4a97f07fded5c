"""Sources: the outlets that publisher credits name."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select, update

from feedsvc.model.attribution import Rule
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind
from feedsvc.store.changes.change import Change
from feedsvc.store.database.chunks import chunks
from feedsvc.store.database.tables import attributions, source_aliases, sources
from feedsvc.store.streams import streams
from feedsvc.store.streams.slugs import free_slugs, keep_former

# A name read only from brackets may be no outlet; three articles make it likely.
_BRACKETS_TO_LIST = 3


def ensure(change: Change, names: Iterable[str]) -> dict[str, int]:
    """Ids of the sources that these names (keys) mean; new ones are made."""
    wanted = set(names)
    known = ids_by_name(change.connection, wanted)
    missing = sorted(wanted - known.keys())
    if not missing:
        return known
    slugs = free_slugs(change, StreamKind.SOURCE, missing)
    rows = [{"name": name, "slug": slugs[name], "is_listed": False} for name in missing]
    change.connection.execute(insert(sources), rows)
    created = ids_by_name(change.connection, missing)
    streams.create(change, StreamKind.SOURCE, created.values())
    keep_former(change, StreamKind.SOURCE, created)
    return known | created


def find_slug(connection: Connection, name: str) -> Slug | None:
    """The slug of the source that this name means; the name is a key."""
    id_ = ids_by_name(connection, [name]).get(name)
    slug = connection.execute(
        select(sources.c.slug).where(sources.c.id == id_)
    ).scalar_one_or_none()
    return None if slug is None else Slug(slug)


def listed(connection: Connection, names: Iterable[str]) -> set[str]:
    """Names, out of these keys, of sources known well enough to be listed."""
    ids = ids_by_name(connection, names)
    known: set[int] = set()
    for chunk in chunks(set(ids.values())):
        query = select(sources.c.id).where(sources.c.id.in_(chunk), sources.c.is_listed)
        known |= set(connection.execute(query).scalars())
    return {name for name, id_ in ids.items() if id_ in known}


def ids_by_name(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Ids of the sources that these keys mean, by their own names or by others."""
    found: dict[str, int] = {}
    for chunk in chunks(names):
        own = select(sources.c.name, sources.c.id).where(sources.c.name.in_(chunk))
        other = select(source_aliases.c.name, source_aliases.c.source_id).where(
            source_aliases.c.name.in_(chunk)
        )
        for query in (own, other):
            found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def refresh_listing(change: Change, source_ids: Iterable[int]) -> None:
    """Decide anew which of these sources are known well enough to be listed."""
    ids = sorted(set(source_ids))
    if not ids:
        return
    bracketed = attributions.c.rule == Rule.BRACKET
    # by ix_attributions_source_id
    evidence = (
        select(attributions.c.source_id)
        .where(attributions.c.source_id.in_(ids))
        .group_by(attributions.c.source_id)
        .having(
            (func.count().filter(~bracketed) > 0)
            | (func.count(attributions.c.article_id.distinct()) >= _BRACKETS_TO_LIST)
        )
    )
    is_known = sources.c.id.in_(evidence)
    relisted = change.connection.execute(
        update(sources)
        .where(sources.c.id.in_(ids), sources.c.is_listed != is_known)
        .values(is_listed=is_known)
    )
    change.is_regrouped |= relisted.rowcount > 0
