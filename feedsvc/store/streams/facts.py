"""Facts of categories and sources: when they last changed, for mirrors to hear of it."""

from sqlalchemy import update

from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import streams


def note_facts(change: Change, *stream_ids: int) -> None:
    """Note that what is told of categories or sources is new: a title, an address."""
    if stream_ids:
        change.connection.execute(
            update(streams)
            .where(streams.c.id.in_(stream_ids))
            .values(facts_revision=change.revision)
        )
        change.touch()
