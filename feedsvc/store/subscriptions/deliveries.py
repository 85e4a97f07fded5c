"""Deliveries: which subscribers have something to be told, and what came of telling them.

A delivery is claimed before it is sent, and what is written of it afterwards counts only
while the claim is ours: another process may have taken a subscription over. Topics that
moved on meanwhile are due again at once.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    bindparam,
    case,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from feedsvc.store.changes import change_line, followers
from feedsvc.store.database.columns import Micros
from feedsvc.store.database.tables import streams, subscriptions, topic_streams
from feedsvc.store.subscriptions import topics

_FOLLOWER = "websub"
# A claim that ends later comes from a fast clock, and is ignored.
_LONGEST_CLAIM = timedelta(hours=1)

_AT_ONCE = 100  # on PostgreSQL a larger list is looked up more slowly

_COLUMNS = subscriptions.c
_CLAIMED: tuple[Any, ...] = (
    _COLUMNS.id, _COLUMNS.claimed_until, _COLUMNS.topic_id, _COLUMNS.topic_url,
    _COLUMNS.callback, _COLUMNS.host, _COLUMNS.since, _COLUMNS.attempts, _COLUMNS.failing_since, _COLUMNS.secret,
)  # fmt: skip
_MINE = (_COLUMNS.id == bindparam("of")) & (
    _COLUMNS.claimed_until == bindparam("claim", type_=Micros)
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A subscription that this process alone delivers to, for the moment.

    Attributes:
        until: end of the claim, by which it is known.
        topic_id: what the subscription is to.
        topic_url, callback: as the subscriber spelt them.
        host: of the callback, as it is dialled.
        since: the topic's revision that its subscriber has been told of.
        attempts: deliveries that failed since one succeeded.
        failing_since: when the first of these did.
        secret: sealed; None if deliveries are not signed.
    """

    id: int
    until: datetime
    topic_id: int
    topic_url: str
    callback: str
    host: str
    since: int
    attempts: int
    failing_since: datetime | None
    secret: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery that its subscriber took.

    Attributes:
        revision: of the topic, that the subscriber knows now.
        status: of the answer; None if there was nothing to send, which leaves the last.
    """

    claim: Claim
    revision: int
    status: str | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A delivery that failed.

    Attributes:
        again_at: when to try it again; None if that is over.
    """

    claim: Claim
    status: str
    at: datetime
    again_at: datetime | None


def unmarked(connection: Connection) -> tuple[int, int] | None:
    """The revisions after and up to which changes wait for `mark`; None if none do."""
    after = followers.place(connection, _FOLLOWER).revision
    end = change_line.current(connection)
    return (after, end) if after < end else None


def mark(connection: Connection, now: datetime) -> None:
    """Let all subscriptions be due whose topics changed since it was last called.

    It is one step with noting that it is done, and does no harm twice.
    """
    waiting = unmarked(connection)
    if waiting is None:
        return
    after, end = waiting
    changed = select(streams.c.id).where(streams.c.revision > after)
    shown = connection.execute(changed).scalars()  # ix_streams_revision
    of_stream = topic_streams.c.stream_id
    topic_ids: set[int] = set()
    for part in _parts(shown):
        query = select(topic_streams.c.topic_id).where(of_stream.in_(part))
        topic_ids.update(connection.execute(query).scalars())
    for part in _parts(topic_ids):
        # What another process notes of them at the same time is seen once it is done.
        topics.lock(connection, part)
        # uq_subscriptions_topic_id_callback_digest
        theirs = update(subscriptions).where(_COLUMNS.topic_id.in_(part))
        live = theirs.where(_COLUMNS.due_at.is_(None), _COLUMNS.ended_at.is_(None))
        connection.execute(live.values(due_at=now))
    followers.advance(connection, _FOLLOWER, end)


def due(
    connection: Connection,
    now: datetime,
    *,
    is_failing: bool,
    but_hosts: Collection[str],
    limit: int,
) -> list[int]:
    """Subscriptions that may be claimed, longest due first.

    Args:
        now: the time.
        is_failing: those whose last delivery failed, or else the others.
        but_hosts: whose subscriptions are left out.
        limit: of how many.
    """
    query = (
        select(_COLUMNS.id)
        .where(*_is_free(now), _COLUMNS.lease_until > now)  # ix_subscriptions_due
        .where(_COLUMNS.attempts > 0 if is_failing else _COLUMNS.attempts == 0)
        .where(_COLUMNS.host.not_in(but_hosts))
        .order_by(_COLUMNS.due_at)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def claim(
    connection: Connection, ids: Sequence[int], *, now: datetime, until: datetime
) -> list[Claim]:
    """Take those of some subscriptions that nobody has taken meanwhile.

    The write transaction has to commit before anything is sent.
    """
    claims: list[Claim] = []
    for part in _parts(ids):
        chosen = _COLUMNS.id.in_(part)
        taken = update(subscriptions).where(chosen, *_is_free(now))
        returned = taken.values(claimed_until=until).returning(*_CLAIMED)
        claims += [Claim(*row) for row in connection.execute(returned)]
    return claims


def note_told(connection: Connection, told: Sequence[Told]) -> None:
    """Note deliveries that were taken; those whose topics moved on are due at once."""
    shown = topic_streams.c.topic_id == _COLUMNS.topic_id
    has_moved = exists(
        select(streams.c.id)
        .join(topic_streams, topic_streams.c.stream_id == streams.c.id)
        .where(shown, streams.c.revision > bindparam("revision"))
    )
    values = {
        "since": bindparam("revision"),
        "due_at": case((has_moved, _COLUMNS.due_at), else_=null()),
        "claimed_until": null(),
        "attempts": 0,
        "failing_since": null(),
        "last_status": func.coalesce(bindparam("status"), _COLUMNS.last_status),
    }
    rows = (
        {**_of(each.claim), "revision": each.revision, "status": each.status}
        for each in told
    )
    _execute(connection, update(subscriptions).where(_MINE).values(values), rows)


def note_failed(connection: Connection, failed: Sequence[Failed]) -> None:
    """Note deliveries that failed; those that are over end their subscriptions."""
    values = {
        "due_at": bindparam("again_at", type_=Micros),
        "claimed_until": null(),
        "attempts": _COLUMNS.attempts + 1,
        "failing_since": func.coalesce(
            _COLUMNS.failing_since, bindparam("at", type_=Micros)
        ),
        "ended_at": case(
            (
                bindparam("again_at", type_=Micros).is_(None),
                bindparam("at", type_=Micros),
            ),
            else_=null(),
        ),
        "last_status": bindparam("status"),
    }
    rows = (
        {
            **_of(each.claim),
            "again_at": each.again_at,
            "at": each.at,
            "status": each.status,
        }
        for each in failed
    )
    _execute(connection, update(subscriptions).where(_MINE).values(values), rows)


def give_back(
    connection: Connection, claims: Iterable[Claim], *, due_at: datetime | None = None
) -> None:
    """Let others deliver, from a moment on; nothing is known of these deliveries."""
    later = func.coalesce(bindparam("later", type_=Micros), _COLUMNS.due_at)
    freed = update(subscriptions).where(_MINE)
    values = freed.values(claimed_until=null(), due_at=later)
    rows = ({**_of(each), "later": due_at} for each in claims)
    _execute(connection, values, rows)


def end(connection: Connection, claims: Iterable[Claim]) -> list[Claim]:
    """Forget subscriptions; returns those that were still ours, with their topics now."""
    mine = delete(subscriptions).where(_MINE).returning(_COLUMNS.topic_id)
    ended = (
        (each, connection.execute(mine, _of(each)).scalar_one_or_none())
        for each in claims
    )
    return [replace(each, topic_id=id_) for each, id_ in ended if id_ is not None]


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]


def _is_free(now: datetime) -> Any:
    until = _COLUMNS.claimed_until
    return (
        _COLUMNS.due_at <= now,
        or_(until.is_(None), until <= now, until > now + _LONGEST_CLAIM),
    )


def _of(claim: Claim) -> dict[str, object]:
    return {"of": claim.id, "claim": claim.until}


def _execute(
    connection: Connection, statement: Any, rows: Iterable[dict[str, object]]
) -> None:
    if listed := list(rows):
        connection.execute(statement, listed)
