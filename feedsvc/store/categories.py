"""Categories, by their raw names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from feedsvc.model.links import stream_path
from feedsvc.model.slug import Slug, slug_of_name
from feedsvc.model.stream import Stream, StreamKind, StreamRef
from feedsvc.store import streams
from feedsvc.store.change import Change
from feedsvc.store.tables import addresses, categories

# Later than any article: the date of a title that a person decided.
_DECIDED = datetime(9999, 1, 1, tzinfo=UTC)


def ensure(change: Change, raw_names: Iterable[str]) -> dict[str, int]:
    """Ids of the categories of these raw names; new ones are made, with their stream."""
    wanted = set(raw_names)
    known = _ids(change, wanted)
    missing = sorted(wanted - known.keys())
    if not missing:
        return known
    change.connection.execute(
        insert(categories),
        [
            {
                "raw": raw,
                "slug": slug_of_name(raw),
                "title": raw,
                "is_outlet": False,
            }
            for raw in missing
        ],
    )
    created = _ids(change, missing)
    streams.create(change, StreamKind.CATEGORY, created.values())
    return known | created


@dataclass(frozen=True, slots=True)
class Title:
    """A category's display title; `is_outlet` if it names a news outlet."""

    text: str
    is_outlet: bool


def entitle(change: Change, category_id: int, title: Title, at: datetime) -> None:
    """Show the title that an article of `at` gives, unless a later one gave another.

    Ties go to the greater title, so that the order of arrival does not matter. A new
    title is seen wherever an article of the category is: all those streams are touched.
    """
    row = change.connection.execute(
        select(categories.c.title, categories.c.titled_at).where(
            categories.c.id == category_id
        )
    ).one()
    if row.titled_at is not None and (row.titled_at, row.title) >= (at, title.text):
        return
    values = {"title": title.text, "titled_at": at, "is_outlet": title.is_outlet}
    change.connection.execute(
        update(categories).where(categories.c.id == category_id).values(values)
    )
    if row.title != title.text:
        owned = streams.ids_by_owner(
            change.connection, StreamKind.CATEGORY, [category_id]
        )
        change.touch(*owned.values())
        streams.mark_members_changed(change, owned[category_id])


def _ids(change: Change, raw_names: Iterable[str]) -> dict[str, int]:
    query = select(categories.c.raw, categories.c.id).where(
        categories.c.raw.in_(list(raw_names))
    )
    return {row.raw: row.id for row in change.connection.execute(query)}


def is_free(connection: Connection, slug: Slug, stream: Stream) -> bool:
    """Whether a category may take this slug: no other has it, nor ever had it."""
    path = stream_path(StreamRef(StreamKind.CATEGORY, slug))
    had = connection.execute(
        select(addresses.c.stream_id).where(addresses.c.path == path)
    ).scalar_one_or_none()
    return had in (None, stream.id) and (
        streams.find(connection, StreamRef(StreamKind.CATEGORY, slug)) is None
    )


def rename(change: Change, stream: Stream, slug: Slug, title: Title | None) -> None:
    """Move a category's stream to another slug, for good, and show another title.

    A title given here outranks every file's.
    """
    mine = categories.c.raw == stream.name
    if slug != stream.ref.slug:
        paths = [
            stream_path(ref) for ref in (stream.ref, replace(stream.ref, slug=slug))
        ]
        change.connection.execute(delete(addresses).where(addresses.c.path.in_(paths)))
        old = {"path": paths[0], "stream_id": stream.id}
        change.connection.execute(insert(addresses), old)
        change.connection.execute(update(categories).where(mine).values(slug=slug))
    if title:
        values = {
            "title": title.text,
            "titled_at": _DECIDED,
            "is_outlet": title.is_outlet,
        }
        change.connection.execute(update(categories).where(mine).values(values))
    change.touch(stream.id)
    streams.mark_members_changed(change, stream.id)
