"""Facts of categories and sources: when they last changed, for mirrors to hear of it."""

from sqlalchemy import select, update

from feedsvc.store.changes.change import Change
from feedsvc.store.database.states import EntryState
from feedsvc.store.database.tables import stream_entries, streams

_MARKED_AT_ONCE = 100  # articles, each of them found by its index


def note_facts(change: Change, *stream_ids: int) -> None:
    """Note that what is told of categories or sources is new: a title, an address."""
    if stream_ids:
        change.connection.execute(
            update(streams)
            .where(streams.c.id.in_(stream_ids))
            .values(facts_revision=change.revision)
        )
        change.touch()


def mark_members_changed(change: Change, stream_id: int) -> None:
    """Mark all articles of a stream as changed in every stream: its title is new."""
    shown = stream_entries.c.state == EntryState.SHOWN
    members = select(stream_entries.c.article_id).where(
        stream_entries.c.stream_id == stream_id, shown
    )
    ids = change.connection.execute(members).scalars().all()
    # In parts: from one statement over all of them, PostgreSQL without statistics may
    # make a loop over each pair of articles.
    for start in range(0, len(ids), _MARKED_AT_ONCE):
        part = ids[start : start + _MARKED_AT_ONCE]
        mine = stream_entries.c.article_id.in_(part) & shown
        query = select(stream_entries.c.stream_id).where(mine).distinct()
        change.touch(*change.connection.execute(query).scalars())
        change.connection.execute(
            update(stream_entries).where(mine).values(revision=change.revision)
        )
