"""Sources: the outlets that publisher credits name."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select, update

from feedsvc.model.attribution import Rule
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind
from feedsvc.store.changes.change import Change
from feedsvc.store.database.chunks import chunks
from feedsvc.store.database.tables import attributions, sources
from feedsvc.store.streams import streams
from feedsvc.store.streams.slugs import free_slugs, keep_former

# A name read only from brackets may be no outlet; three articles make it likely.
_BRACKETS_TO_LIST = 3


def ensure(change: Change, names: Iterable[str]) -> dict[str, int]:
    """Ids of the sources of these names (their keys); new ones are made."""
    wanted = set(names)
    known = _ids(change, wanted)
    missing = sorted(wanted - known.keys())
    if not missing:
        return known
    slugs = free_slugs(change, StreamKind.SOURCE, missing)
    rows = [{"name": name, "slug": slugs[name], "is_listed": False} for name in missing]
    change.connection.execute(insert(sources), rows)
    created = _ids(change, missing)
    streams.create(change, StreamKind.SOURCE, created.values())
    keep_former(change, StreamKind.SOURCE, created)
    return known | created


def find_slug(connection: Connection, name: str) -> Slug | None:
    """The slug of the source of this name, its key."""
    query = select(sources.c.slug).where(sources.c.name == name)
    slug = connection.execute(query).scalar_one_or_none()
    return None if slug is None else Slug(slug)


def listed(connection: Connection, names: Iterable[str]) -> set[str]:
    """Names, out of these keys of sources, that are known well enough to be listed."""
    found: set[str] = set()
    for chunk in chunks(names):
        query = select(sources.c.name).where(sources.c.name.in_(chunk))
        found |= set(connection.execute(query.where(sources.c.is_listed)).scalars())
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
    change.connection.execute(
        update(sources)
        .where(sources.c.id.in_(ids))
        .values(is_listed=sources.c.id.in_(evidence))
    )


def _ids(change: Change, names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(names):
        query = select(sources.c.name, sources.c.id).where(sources.c.name.in_(chunk))
        found |= {row.name: row.id for row in change.connection.execute(query)}
    return found
