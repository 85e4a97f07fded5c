"""Categories, by their raw names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from feedsvc.model.decision import Decider
from feedsvc.model.slug import Slug
from feedsvc.model.stream import Stream, StreamKind
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import categories
from feedsvc.store.streams import streams
from feedsvc.store.streams.facts import mark_members_changed, note_facts
from feedsvc.store.streams.slugs import free_slugs, keep_former, move

# Later than any article: the date of a title that a person decided.
DECIDED = datetime(9999, 1, 1, tzinfo=UTC)


def ensure(change: Change, raw_names: Iterable[str]) -> dict[str, int]:
    """Ids of the categories of these raw names; new ones are made, with their stream."""
    wanted = set(raw_names)
    known = _ids(change, wanted)
    missing = sorted(wanted - known.keys())
    if not missing:
        return known
    slugs = free_slugs(change, StreamKind.CATEGORY, missing)
    rows = [
        {"raw": raw, "slug": slugs[raw], "title": raw, "is_outlet": False}
        for raw in missing
    ]
    change.connection.execute(insert(categories), rows)
    change.is_regrouped = True
    created = _ids(change, missing)
    streams.create(change, StreamKind.CATEGORY, created.values())
    keep_former(change, StreamKind.CATEGORY, created)
    return known | created


@dataclass(frozen=True, slots=True)
class Title:
    """A category's display title, and whether that stands for an outlet."""

    id: int
    text: str
    is_outlet: bool


def all_titles(connection: Connection) -> list[Title]:
    """The titles of all categories."""
    query = select(categories.c.id, categories.c.title, categories.c.is_outlet)
    return [Title(*row) for row in connection.execute(query)]


def set_outlets(change: Change, outlets: Mapping[int, bool]) -> None:
    """Let categories stand for outlets, or no longer; their articles look different."""
    if not outlets:
        return
    by_id = update(categories).where(categories.c.id == bindparam("b_id"))
    rows = [{"b_id": id_, "is_outlet": value} for id_, value in outlets.items()]
    change.connection.execute(by_id, rows)
    _mark_changed(change, outlets)


def entitle(change: Change, titles: Mapping[int, tuple[datetime, str]]) -> None:
    """Show the titles that articles give, unless later ones gave others.

    Ties go to the greater title, so that the order of arrival does not matter. A new
    title is seen wherever an article of the category is: all those streams are touched.

    Args:
        titles: by category id, with the date of the article that gives each.
    """
    query = select(categories.c.id, categories.c.title, categories.c.titled_at)
    rows = change.connection.execute(query.where(categories.c.id.in_(list(titles))))
    changed, retitled = [], []
    for id_, known, known_at in rows:
        at, title = titles[id_]
        if known_at is not None and (known_at, known) >= (at, title):
            continue
        changed.append({"b_id": id_, "title": title, "titled_at": at})
        if known != title:
            retitled.append(id_)
    if changed:
        by_id = update(categories).where(categories.c.id == bindparam("b_id"))
        change.connection.execute(by_id, changed)
    _mark_changed(change, retitled)
    owned = streams.ids_by_owner(change.connection, StreamKind.CATEGORY, retitled)
    note_facts(change, *owned.values())
    change.is_regrouped |= bool(retitled)


def _mark_changed(change: Change, category_ids: Iterable[int]) -> None:
    """Touch the streams of categories that look different, and of their articles."""
    owned = streams.ids_by_owner(
        change.connection, StreamKind.CATEGORY, list(category_ids)
    )
    for stream_id in owned.values():
        change.touch(stream_id)
        mark_members_changed(change, stream_id)


def rename(
    change: Change, stream: Stream, slug: Slug, title: str | None, by: Decider
) -> bool:
    """Move a category's stream to another slug, for good, and show another title.

    A title given here outranks every file's.

    Returns:
        False if both are its own already.
    """
    is_moved = slug != stream.ref.slug
    if is_moved:
        move(change, stream, slug)
    is_titled = title is not None and _retitle(change, stream, title)
    if is_moved or is_titled:
        decide(change, stream, {}, by)
    return is_moved or is_titled


def _retitle(change: Change, stream: Stream, title: str) -> bool:
    mine = categories.c.raw == stream.name
    query = select(categories.c.title, categories.c.titled_at).where(mine)
    if tuple(change.connection.execute(query).one()) == (title, DECIDED):
        return False
    values = {
        "title": title,
        "titled_at": DECIDED,
        "is_outlet": False,  # until the next import looks for a source of this name
    }
    change.connection.execute(update(categories).where(mine).values(values))
    mark_members_changed(change, stream.id)
    return True


def retired(connection: Connection) -> set[str]:
    """Raw names of the categories that were retired; all categories are looked at."""
    query = select(categories.c.raw).where(categories.c.retired_at.is_not(None))
    return set(connection.execute(query).scalars())


def decide(
    change: Change, stream: Stream, values: Mapping[str, object], by: Decider
) -> None:
    """Write what a person decided about a category, and who decided it."""
    decided = {
        **values,
        "decided_by": by.name,
        "decided_at": by.decided_at(change.now),
    }
    mine = categories.c.raw == stream.name
    change.connection.execute(update(categories).where(mine).values(decided))
    note_facts(change, stream.id)
    change.touch(stream.id)


def _ids(change: Change, raw_names: Iterable[str]) -> dict[str, int]:
    query = select(categories.c.raw, categories.c.id).where(
        categories.c.raw.in_(list(raw_names))
    )
    return {row.raw: row.id for row in change.connection.execute(query)}
