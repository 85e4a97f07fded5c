"""Followers: work that follows the change line, its progress, and its leases."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    bindparam,
    func,
    literal,
    select,
    text,
    union_all,
    update,
)

from feedsvc.model.stream import StreamRef
from feedsvc.store.changes import change_line
from feedsvc.store.database.columns import Micros
from feedsvc.store.database.states import EntryState
from feedsvc.store.database.tables import followers, stream_entries, streams
from feedsvc.store.streams.streams import changed_in, changed_since, site_id

# A lease that ends later comes from a fast clock, and is ignored.
_LONGEST_LEASE = timedelta(hours=1)

# SQLAlchemy spells upserts apart for each database; ours understand the same.
_CLAIM = text("""
    INSERT INTO followers (name, revision, held_until)
    VALUES (:name, :revision, :until)
    ON CONFLICT (name) DO UPDATE SET held_until = excluded.held_until
    WHERE followers.revision = excluded.revision AND (
        followers.held_until IS NULL
        OR followers.held_until <= :now
        OR followers.held_until > :believed
    )
""").bindparams(
    *(bindparam(name, type_=Micros) for name in ("until", "now", "believed"))
)

_ADVANCE = text("""
    INSERT INTO followers (name, revision) VALUES (:name, :revision)
    ON CONFLICT (name) DO UPDATE SET revision = excluded.revision
    WHERE followers.revision < excluded.revision
""")


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """An article that a change touched.

    Attributes:
        is_shown: published; else it was withdrawn, or waits for its date again.
    """

    id: int
    published_at: datetime
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One change, as far as nothing later changed the same things again.

    Attributes:
        revision: its number.
        streams: those whose current documents came out different.
        articles: those that read differently, or came or went, anywhere on the site.
    """

    revision: int
    streams: tuple[StreamRef, ...]
    articles: tuple[ChangedArticle, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Progress of a follower: revision 0 before its first step.

    Attributes:
        held_until: end of the lease on the next step; None if nobody has it.
    """

    revision: int
    held_until: datetime | None

    def is_free(self, now: datetime) -> bool:
        """True if the next step may be claimed."""
        until = self.held_until
        return until is None or not now < until <= now + _LONGEST_LEASE


def place(connection: Connection, name: str) -> Place:
    """Progress of the follower of this name."""
    query = select(followers.c.revision, followers.c.held_until).where(
        followers.c.name == name
    )
    row = connection.execute(query).one_or_none()
    return Place(0, None) if row is None else Place(row.revision, row.held_until)


def next_step(connection: Connection, after: int) -> Step | None:
    """The first change behind a revision; None at the line's end.

    It has neither streams nor articles if the line moved for another reason.
    """
    end = change_line.current(connection)
    if end <= after:
        return None
    everything = site_id(connection)
    # Ranges of ix_stream_entries_stream_id_state_revision and of ix_streams_revision.
    first = [
        select(func.min(stream_entries.c.revision).label("revision")).where(
            stream_entries.c.stream_id == everything,
            stream_entries.c.state == state,
            stream_entries.c.revision > after,
        )
        for state in EntryState
    ]
    first.append(select(func.min(streams.c.revision)).where(streams.c.revision > after))
    either = union_all(*first, select(literal(end))).subquery()
    revision = connection.execute(select(func.min(either.c.revision))).scalar_one()
    return Step(
        revision,
        changed_in(connection, revision),
        _articles_of(connection, everything, revision),
    )


def stretch(connection: Connection, after: int) -> Step | None:
    """All changes behind a revision as one step, without articles; None if there are none.

    Behind 0, where nobody has followed yet, it is told without streams too: who begins on
    an old site has nothing to do about what it has.
    """
    end = change_line.current(connection)
    if end <= after:
        return None
    return Step(end, changed_since(connection, after) if after else (), ())


def _articles_of(
    connection: Connection, everything: int, revision: int
) -> tuple[ChangedArticle, ...]:
    query = select(
        stream_entries.c.article_id,
        stream_entries.c.published_at,
        stream_entries.c.state,
    ).where(
        stream_entries.c.stream_id == everything,
        stream_entries.c.state.in_(list(EntryState)),  # or the index is of no use
        stream_entries.c.revision == revision,
    )
    return tuple(
        ChangedArticle(row.article_id, row.published_at, row.state == EntryState.SHOWN)
        for row in connection.execute(query)
    )


def claim(
    connection: Connection, name: str, after: int, *, now: datetime, until: datetime
) -> bool:
    """Take the lease on the step after a revision, unless it is done or leased.

    The write transaction has to commit before the work begins. `until` is what the lease
    is known by.
    """
    values = {
        "name": name,
        "revision": after,
        "until": until,
        "now": now,
        "believed": now + _LONGEST_LEASE,
    }
    return connection.execute(_CLAIM, values).rowcount > 0


def renew(
    connection: Connection, name: str, held: datetime, *, until: datetime
) -> bool:
    """Hold the lease for longer; false if another process has taken it."""
    mine = (followers.c.name == name) & (followers.c.held_until == held)
    query = update(followers).where(mine).values(held_until=until)
    return connection.execute(query).rowcount > 0


def finish(connection: Connection, name: str, held: datetime, revision: int) -> None:
    """Note that a step is done, and free the next; nothing if the lease is lost."""
    mine = (followers.c.name == name) & (followers.c.held_until == held)
    values = {"revision": revision, "held_until": None}
    connection.execute(update(followers).where(mine).values(values))


def advance(connection: Connection, name: str, revision: int) -> None:
    """Note that all changes up to a revision are done, in the transaction that does them.

    Such work needs no lease.
    """
    connection.execute(_ADVANCE, {"name": name, "revision": revision})
