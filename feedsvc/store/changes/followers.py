"""Followers: work that goes along the change line, and how far it has come."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select, text

from feedsvc.store.database.states import EntryState
from feedsvc.store.database.tables import followers, site, stream_entries
from feedsvc.store.streams.streams import site_id

_MOVE = text("""
    INSERT INTO followers (name, revision) VALUES (:name, :revision)
    ON CONFLICT (name) DO UPDATE SET revision = excluded.revision
    WHERE followers.revision < excluded.revision
""")


class Step(NamedTuple):
    """The next change that matters.

    Attributes:
        revision: how far along the line that leads.
        articles: ids of what it put on the site or changed there; may be empty.
    """

    revision: int
    articles: Sequence[int]


def position(connection: Connection, name: str) -> int:
    """The revision that a follower has come to; 0 before its first step."""
    query = select(followers.c.revision).where(followers.c.name == name)
    return connection.execute(query).scalar_one_or_none() or 0


def next_step(connection: Connection, after: int, published_since: datetime) -> Step:
    """The first change after a revision that has recent articles; else the line's end.

    Reads a range of ix_stream_entries_stream_id_state_revision.
    """
    recent = (
        (stream_entries.c.stream_id == site_id(connection))
        & (stream_entries.c.state == EntryState.SHOWN)
        & (stream_entries.c.published_at >= published_since)
    )
    query = select(func.min(stream_entries.c.revision)).where(
        recent, stream_entries.c.revision > after
    )
    revision: int | None = connection.execute(query).scalar_one()
    if revision is None:
        return Step(connection.execute(select(site.c.revision)).scalar_one(), ())
    members = select(stream_entries.c.article_id).where(
        recent, stream_entries.c.revision == revision
    )
    return Step(revision, tuple(connection.execute(members).scalars()))


def move(connection: Connection, name: str, revision: int) -> None:
    """Note that a follower has come so far; never back."""
    connection.execute(_MOVE, {"name": name, "revision": revision})
