"""Intents: what was asked of the hub, until the callback has confirmed or refused it.

Of one topic and callback the latest counts, and takes the place of those before it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)

from feedsvc.model.subscription import Intent, Mode, digest_of
from feedsvc.store.database.columns import Micros
from feedsvc.store.database.tables import intents

_COLUMNS = intents.c

# SQLAlchemy spells upserts apart for each database; ours understand the same.
_ASK = text("""
    INSERT INTO intents (
        topic_id, callback_digest, mode, host, asked_at, due_at, attempts, since,
        lease_s, secret, verify_token, reason, topic_url, callback
    ) VALUES (
        :topic_id, :callback_digest, :mode, :host, :asked_at, :due_at, :attempts,
        :since, :lease_s, :secret, :verify_token, :reason, :topic_url, :callback
    )
    ON CONFLICT (topic_id, callback_digest) DO UPDATE SET
        mode = excluded.mode, host = excluded.host, asked_at = excluded.asked_at,
        due_at = excluded.due_at, attempts = excluded.attempts,
        since = excluded.since, lease_s = excluded.lease_s, secret = excluded.secret,
        verify_token = excluded.verify_token, reason = excluded.reason,
        topic_url = excluded.topic_url
    RETURNING id
""").bindparams(*(bindparam(name, type_=Micros) for name in ("asked_at", "due_at")))


def ask(connection: Connection, intent: Intent, *, due_at: datetime) -> Intent:
    """Keep an intent in place of earlier ones of its topic and callback."""
    values = {
        "topic_id": intent.topic_id,
        "callback_digest": digest_of(intent.callback),
        "mode": intent.mode,
        "host": intent.host,
        "asked_at": intent.asked_at,
        "due_at": due_at,
        "attempts": intent.attempts,
        "since": intent.since,
        "lease_s": intent.lease_s,
        "secret": intent.secret,
        "verify_token": intent.verify_token,
        "reason": intent.reason,
        "topic_url": intent.topic_url,
        "callback": intent.callback,
    }
    return replace(intent, id=connection.execute(_ASK, values).scalar_one())


def count_of_host(connection: Connection, host: str) -> int:
    """Number of intents that a host is to be asked about."""
    query = select(func.count()).where(_COLUMNS.host == host)  # ix_intents_host
    return int(connection.execute(query).scalar_one())


def is_any_due(connection: Connection, now: datetime) -> bool:
    """True if a callback is to be asked."""
    due = select(_COLUMNS.id).where(_COLUMNS.due_at <= now)  # ix_intents_due_at
    return connection.execute(due.limit(1)).first() is not None


def claim(
    connection: Connection, *, now: datetime, until: datetime, limit: int
) -> list[Intent]:
    """Take intents that are due, longest due first; they are due again at `until`.

    The write transaction has to commit before the callbacks are asked.
    """
    due = (
        select(_COLUMNS.id)
        .where(_COLUMNS.due_at <= now)  # ix_intents_due_at
        .order_by(_COLUMNS.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(connection.execute(due).scalars())
    if not ids:
        return []
    taken = update(intents).where(_COLUMNS.id.in_(ids))
    connection.execute(taken.values(due_at=until, attempts=_COLUMNS.attempts + 1))
    rows = connection.execute(_ALL.where(_COLUMNS.id.in_(ids)).order_by(_COLUMNS.id))
    return [Intent(**{**row, "mode": Mode(row["mode"])}) for row in rows.mappings()]


def postpone(connection: Connection, intent: Intent, due_at: datetime) -> None:
    """Let an intent be due later, unless another has taken its place."""
    mine = update(intents).where(_COLUMNS.id == intent.id)
    mine = mine.where(_COLUMNS.asked_at == intent.asked_at)
    connection.execute(mine.values(due_at=due_at))


def finish(connection: Connection, intent: Intent) -> Intent | None:
    """Forget an intent; returns it with the topic that it has now.

    None if another has taken its place, or it is gone.
    """
    mine = delete(intents).where(_COLUMNS.id == intent.id)
    mine = mine.where(_COLUMNS.asked_at == intent.asked_at)
    returned = connection.execute(mine.returning(_COLUMNS.topic_id))
    topic_id = returned.scalar_one_or_none()
    return None if topic_id is None else replace(intent, topic_id=topic_id)


_ALL: Select[*tuple[Any, ...]] = select(
    _COLUMNS.id, _COLUMNS.mode, _COLUMNS.topic_id, _COLUMNS.topic_url,
    _COLUMNS.callback, _COLUMNS.host, _COLUMNS.asked_at, _COLUMNS.since,
    _COLUMNS.lease_s, _COLUMNS.secret, _COLUMNS.verify_token, _COLUMNS.reason,
    _COLUMNS.attempts,
)  # fmt: skip
