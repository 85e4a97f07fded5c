"""Cards: pictures of articles, made once and kept. Off the change line: no feed has them.

A row is written before its picture: it claims the work, so nobody else does it (D6).
Both writes need the article's row, which a purge locks first.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import Connection, bindparam, delete, func, select, text, update

from feedsvc.model.article import ArticleState
from feedsvc.store.database.columns import Micros
from feedsvc.store.database.tables import articles, cards

_AT_ONCE = 500

# SQLAlchemy spells upserts apart for each database; ours understand the same.
_CLAIM = text("""
    INSERT INTO cards (article_id, name, made_at) VALUES (:article_id, :name, :now)
    ON CONFLICT (article_id, name) DO UPDATE
    SET made_at = excluded.made_at, body_bytes = NULL
    WHERE cards.body_bytes IS NULL AND cards.made_at < :died
        OR cards.body_bytes = 0 AND cards.made_at < :failed
""").bindparams(*(bindparam(name, type_=Micros) for name in ("now", "died", "failed")))


class Outcome(Enum):
    """Outcome of making a card."""

    BEGUN = auto()
    FAILED = auto()
    MADE = auto()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A card that was made, or was to be.

    Attributes:
        at: when it was begun.
    """

    at: datetime
    outcome: Outcome


def attempts(connection: Connection, article_id: int) -> dict[str, Attempt]:
    """Attempts at an article's cards, by name."""
    query = select(cards.c.name, cards.c.made_at, cards.c.body_bytes).where(
        cards.c.article_id == article_id
    )
    return {
        row.name: Attempt(row.made_at, _outcome(row.body_bytes))
        for row in connection.execute(query)
    }


def find(connection: Connection, article_id: int, name: str) -> bytes | None:
    """A card's bytes; None unless it is made."""
    query = select(cards.c.body).where(
        cards.c.article_id == article_id, cards.c.name == name
    )
    body: bytes | None = connection.execute(query).scalar_one_or_none()
    return body


@dataclass(frozen=True, slots=True)
class Claim:
    """A request for the lease on one card.

    Attributes:
        now: the time.
        died: leases older than this are taken over.
        failed: failures older than this are retried.
    """

    article_id: int
    name: str
    now: datetime
    died: datetime
    failed: datetime


def claim(connection: Connection, wish: Claim) -> bool:
    """Begin a card of a published article, unless it is made or being made.

    The write transaction has to commit before the work begins.
    """
    if not _lock_published(connection, wish.article_id):
        return False
    values = {
        "article_id": wish.article_id,
        "name": wish.name,
        "now": wish.now,
        "died": wish.died,
        "failed": wish.failed,
    }
    return connection.execute(_CLAIM, values).rowcount > 0


def keep(connection: Connection, article_id: int, name: str, body: bytes) -> None:
    """Keep a claim's picture, empty if it failed; nothing for a withdrawn article."""
    if not _lock_published(connection, article_id):
        return
    claimed = (cards.c.article_id == article_id) & (cards.c.name == name)
    if not body:  # another process may have succeeded
        claimed &= cards.c.body_bytes.is_(None)
    values = {"body": body or None, "body_bytes": len(body)}
    connection.execute(update(cards).where(claimed).values(values))


def forget(connection: Connection, article_id: int) -> None:
    """Delete every card of an article."""
    connection.execute(delete(cards).where(cards.c.article_id == article_id))


def trim(connection: Connection, max_bytes: int) -> int:
    """Delete the oldest cards over the limit; returns how many.

    At most a few hundred at once: the rest is left to the next time.
    """
    total = connection.execute(select(func.sum(cards.c.body_bytes)))
    excess = int(total.scalar_one() or 0) - max_bytes
    if excess <= 0:
        return 0
    oldest = (
        select(cards.c.article_id, cards.c.name, cards.c.body_bytes)
        .order_by(cards.c.made_at, cards.c.body_bytes)  # ix_cards_made_at
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)  # a purge locks them in another order
    )
    going: list[dict[str, object]] = []
    for article_id, name, body_bytes in connection.execute(oldest):
        if excess <= 0:
            break
        going.append({"b_article_id": article_id, "b_name": name})
        excess -= body_bytes or 0
    connection.execute(
        delete(cards)
        .where(cards.c.article_id == bindparam("b_article_id"))
        .where(cards.c.name == bindparam("b_name")),
        going,
    )
    return len(going)


def _lock_published(connection: Connection, article_id: int) -> bool:
    """Lock an article until this transaction ends; True if it is published."""
    query = select(articles.c.id).where(
        articles.c.id == article_id, articles.c.state == ArticleState.PUBLISHED
    )
    # Not FOR UPDATE: clicks that refer to the article need not wait.
    locked = query.with_for_update(key_share=True)
    return connection.execute(locked).first() is not None


def _outcome(body_bytes: int | None) -> Outcome:
    if body_bytes is None:
        return Outcome.BEGUN
    return Outcome.MADE if body_bytes else Outcome.FAILED
