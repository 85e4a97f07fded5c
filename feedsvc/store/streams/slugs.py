"""Slugs, given once to each category and source, and never to two of them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select, update

from feedsvc.model.links import stream_path
from feedsvc.model.slug import Slug, former_slug_of_name, slugs_of_name
from feedsvc.model.stream import Stream, StreamKind, StreamRef
from feedsvc.store.changes.change import Change
from feedsvc.store.database.chunks import chunks
from feedsvc.store.database.tables import addresses, categories, sources
from feedsvc.store.streams import streams
from feedsvc.store.streams.facts import note_facts

_COLUMN = {
    StreamKind.CATEGORY: categories.c.slug,
    StreamKind.SOURCE: sources.c.slug,
}


def free_slugs(
    change: Change, kind: StreamKind, names: Iterable[str]
) -> dict[str, Slug]:
    """The best slug of each new name that nothing has, or had before it was renamed."""
    wanted = {name: slugs_of_name(name) for name in sorted(names)}
    taken = _taken(change, kind, {slug for slugs in wanted.values() for slug in slugs})
    given: dict[str, Slug] = {}
    for name, slugs in wanted.items():
        given[name] = next(slug for slug in slugs if slug not in taken)
        taken.add(given[name])
    return given


def keep_former(change: Change, kind: StreamKind, owners: Mapping[str, int]) -> None:
    """Let the slugs that new names had in earlier versions lead to their streams.

    A database that is filled anew so keeps the addresses that another one handed out.

    Args:
        owners: ids of the categories or sources, by name.
    """
    former = {name: former_slug_of_name(name) for name in owners}
    different = {
        name: slug for name, slug in former.items() if slug != slugs_of_name(name)[0]
    }
    free = set(different.values()) - _taken(change, kind, different.values())
    ids = streams.ids_by_owner(change.connection, kind, owners.values())
    rows = [
        {"path": stream_path(StreamRef(kind, slug)), "stream_id": ids[owners[name]]}
        for name, slug in different.items()
        if slug in free
    ]
    if rows:
        change.connection.execute(insert(addresses), rows)


def is_free(connection: Connection, slug: Slug, stream: Stream) -> bool:
    """True if a stream may take this slug: no other has it, or ever had it."""
    ref = replace(stream.ref, slug=slug)
    had = connection.execute(
        select(addresses.c.stream_id).where(addresses.c.path == stream_path(ref))
    ).scalar_one_or_none()
    return had in (None, stream.id) and streams.find(connection, ref) is None


def move(change: Change, stream: Stream, slug: Slug) -> None:
    """Give a stream another slug, which is free; its old address leads there for good."""
    old = stream.ref
    paths = [stream_path(ref) for ref in (old, replace(old, slug=slug))]
    change.connection.execute(delete(addresses).where(addresses.c.path.in_(paths)))
    row = {"path": paths[0], "stream_id": stream.id}
    change.connection.execute(insert(addresses), row)
    column = _COLUMN[old.kind]
    mine = update(column.table).where(column == old.slug)
    change.connection.execute(mine.values({column: slug}))
    note_facts(change, stream.id)


def lead_here(change: Change, stream: Stream, slugs: Iterable[Slug]) -> bool:
    """Let further free slugs, as a stream had elsewhere, lead to it for good.

    Returns:
        False if they do so already.
    """
    wanted = {stream_path(replace(stream.ref, slug=slug)) for slug in slugs}
    query = select(addresses.c.path).where(addresses.c.path.in_(wanted))
    known = set(change.connection.execute(query).scalars())
    rows = [{"path": path, "stream_id": stream.id} for path in sorted(wanted - known)]
    if rows:
        change.connection.execute(insert(addresses), rows)
        note_facts(change, stream.id)
        change.touch(stream.id)
    return bool(rows)


def _taken(change: Change, kind: StreamKind, slugs: Iterable[Slug]) -> set[Slug]:
    column = _COLUMN[kind]
    taken: set[Slug] = set()
    for chunk in chunks(slugs):
        paths = {stream_path(StreamRef(kind, slug)): slug for slug in chunk}
        now = select(column).where(column.in_(chunk))
        taken |= {Slug(slug) for slug in change.connection.execute(now).scalars()}
        once = select(addresses.c.path).where(addresses.c.path.in_(list(paths)))
        taken |= {paths[path] for path in change.connection.execute(once).scalars()}
    return taken
