"""Subscriptions that their subscribers have confirmed: made, renewed, ended and listed.

Off the change line: no feed has them. One that has ended is kept until its lease would
have, so that an operator sees it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, select, text

from feedsvc.model.subscription import Intent, Subscription, digest_of
from feedsvc.store.database.columns import Micros
from feedsvc.store.database.tables import subscriptions

_COLUMNS = subscriptions.c
_AT_ONCE = 1_000

# SQLAlchemy spells upserts apart for each database; ours understand the same. What its
# subscriber has yet to be told stays, unless it had ended. An outcome of before is none
# of the renewed one: its claim is over.
_KEEP = text("""
    INSERT INTO subscriptions (
        topic_id, callback_digest, callback, host, topic_url, secret, subscribed_at,
        lease_until, since
    ) VALUES (
        :topic_id, :callback_digest, :callback, :host, :topic_url, :secret, :now,
        :lease_until, :since
    )
    ON CONFLICT (topic_id, callback_digest) DO UPDATE SET
        topic_url = excluded.topic_url, secret = excluded.secret,
        lease_until = excluded.lease_until,
        since = CASE WHEN subscriptions.ended_at IS NULL
            THEN subscriptions.since ELSE excluded.since END,
        attempts = 0, failing_since = NULL, ended_at = NULL, claimed_until = NULL
    RETURNING id, since
""").bindparams(*(bindparam(name, type_=Micros) for name in ("now", "lease_until")))
_MARK = text(
    "UPDATE subscriptions SET due_at = :now WHERE id = :id AND due_at IS NULL"
).bindparams(bindparam("now", type_=Micros))


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of subscriptions, and of the topics that they are to.

    Attributes:
        live: not ended.
        failing: of these, those whose last delivery failed.
        due: of these, those whose subscribers have yet to be told something.
        topics: that the live ones are to.
    """

    live: int
    failing: int
    due: int
    topics: int


def keep(
    connection: Connection, confirmed: Intent, *, revision: int, now: datetime
) -> None:
    """Make or renew the subscription that a callback has confirmed.

    Args:
        revision: of the topic now; if it has moved since it was asked for, the
            subscriber is told at once.
    """
    values = {
        "topic_id": confirmed.topic_id,
        "callback_digest": digest_of(confirmed.callback),
        "callback": confirmed.callback,
        "host": confirmed.host,
        "topic_url": confirmed.topic_url,
        "secret": confirmed.secret,
        "now": now,
        "lease_until": now + timedelta(seconds=confirmed.lease_s),
        "since": confirmed.since,
    }
    kept = connection.execute(_KEEP, values).one()
    if kept.since < revision:
        connection.execute(_MARK, {"id": kept.id, "now": now})


def find(connection: Connection, id_: int) -> Subscription | None:
    """The subscription of this id, ended or not."""
    row = connection.execute(_ALL.where(_COLUMNS.id == id_)).mappings().one_or_none()
    return None if row is None else Subscription(**row)


def page(
    connection: Connection,
    *,
    after: int,
    limit: int,
    topic_id: int | None = None,
    is_failing: bool = False,
) -> list[Subscription]:
    """Subscriptions behind an id, in the order of their ids, ended ones too.

    Args:
        topic_id: to this topic alone.
        is_failing: those alone whose last delivery failed, or that have ended.
    """
    query = _ALL.where(_COLUMNS.id > after).order_by(_COLUMNS.id).limit(limit)
    if topic_id is not None:  # uq_subscriptions_topic_id_callback_digest
        query = query.where(_COLUMNS.topic_id == topic_id)
    if is_failing:  # ix_subscriptions_failing
        query = query.where(_COLUMNS.failing_since.is_not(None))
    return [Subscription(**row) for row in connection.execute(query).mappings()]


def drop(connection: Connection, topic_id: int, callback: str) -> bool:
    """Forget the subscription of a callback; false if there is none."""
    mine = (_COLUMNS.topic_id == topic_id) & (
        _COLUMNS.callback_digest == digest_of(callback)
    )
    return connection.execute(delete(subscriptions).where(mine)).rowcount > 0


def expire(connection: Connection, now: datetime) -> list[int]:
    """Forget subscriptions whose lease is over; returns the topic of each.

    At most a thousand at once: the rest is left to the next time.
    """
    over = (
        select(_COLUMNS.id)
        .where(_COLUMNS.lease_until <= now)  # ix_subscriptions_lease_until
        .order_by(_COLUMNS.lease_until)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = list(connection.execute(over).scalars())
    if not ids:
        return []
    going = delete(subscriptions).where(_COLUMNS.id.in_(ids))
    return list(connection.execute(going.returning(_COLUMNS.topic_id)).scalars())


def counts(connection: Connection) -> Counts:
    """Numbers for the operator; reads every subscription."""
    live = select(
        func.count(),
        func.count(_COLUMNS.failing_since),
        func.count(_COLUMNS.due_at),
        func.count(_COLUMNS.topic_id.distinct()),
    ).where(_COLUMNS.ended_at.is_(None))
    return Counts(*connection.execute(live).one())


_ALL: Select[*tuple[Any, ...]] = select(
    _COLUMNS.id, _COLUMNS.topic_id, _COLUMNS.topic_url, _COLUMNS.callback,
    _COLUMNS.subscribed_at, _COLUMNS.lease_until, _COLUMNS.since, _COLUMNS.due_at,
    _COLUMNS.claimed_until, _COLUMNS.attempts, _COLUMNS.failing_since,
    _COLUMNS.ended_at, _COLUMNS.last_status, _COLUMNS.secret,
)  # fmt: skip
