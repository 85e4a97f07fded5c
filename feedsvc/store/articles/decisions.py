"""Decisions: what people and the clock make of articles. They outrank every file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from feedsvc.model.article import ArticleState
from feedsvc.model.history import Deed
from feedsvc.model.info_code import InfoCode
from feedsvc.store import cards, media
from feedsvc.store.articles import attributions as credit_store
from feedsvc.store.articles import corrections, history
from feedsvc.store.articles.writes import set_values
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import article_versions, articles
from feedsvc.store.search import documents
from feedsvc.store.streams import sources


@dataclass(frozen=True, slots=True)
class Decided:
    """Facts about an article that a decision needs.

    Attributes:
        published_at: None while incomplete.
        reason, is_legal: of its withdrawal.
        is_withheld: a file asks for it.
        revision: of its last change.
    """

    id: int
    info_code: InfoCode
    state: ArticleState
    published_at: datetime | None
    is_purged: bool
    html_bytes: int
    reason: str | None
    is_legal: bool
    is_withheld: bool
    revision: int


_COLUMNS = (
    articles.c.id,
    articles.c.info_code,
    articles.c.state,
    articles.c.published_at,
    articles.c.is_purged,
    articles.c.html_bytes,
    articles.c.state_reason,
    articles.c.is_legal,
    articles.c.is_withheld,
    articles.c.revision,
)


def find(connection: Connection, code: InfoCode) -> Decided | None:
    """The article of a code, in any state."""
    query = select(*_COLUMNS).where(articles.c.info_code == code)
    row = connection.execute(query).one_or_none()
    return None if row is None else _decided(row)


def _decided(row: Any) -> Decided:
    return Decided(
        id=row.id,
        info_code=InfoCode(row.info_code),
        state=ArticleState(row.state),
        published_at=row.published_at,
        is_purged=row.is_purged,
        html_bytes=row.html_bytes,
        reason=row.state_reason,
        is_legal=row.is_legal,
        is_withheld=row.is_withheld,
        revision=row.revision,
    )


def retract(
    change: Change,
    article: Decided,
    *,
    reason: str,
    is_legal: bool,
    at: datetime | None = None,
) -> None:
    """Withdraw an article; an earlier withdrawal keeps its date.

    Args:
        at: since when, if not now.
    """
    values: dict[str, object] = {
        "state": ArticleState.RETRACTED,
        "state_reason": reason,
        "is_legal": is_legal,
        "is_withheld": False,
    }
    _withdraw(change, article, values, at)
    history.note(change, Deed.RETRACTED, {article.id: reason})


def withhold(
    change: Change, article_id: int, state: ArticleState, *, reason: str
) -> None:
    """Withhold an article because a file asks for it; files may bring it back.

    Args:
        state: retracted, or scheduled for one that was never shown.
    """
    values: dict[str, object] = {
        "state": state,
        "state_reason": reason,
        "is_withheld": True,
    }
    _decide(change, article_id, values)
    history.note(change, Deed.WITHHELD, {article_id: reason})


def restore(change: Change, article_id: int, state: ArticleState) -> None:
    """Bring an article back, which counts as an update of it."""
    values: dict[str, object] = {
        "state": state,
        "state_reason": None,
        "is_legal": False,
        "is_withheld": False,
        "merged_into": None,
        "updated_at": change.now,
    }
    _decide(change, article_id, values)
    history.note(change, Deed.RESTORED, {article_id: ""})


def merge(
    change: Change, article_id: int, survivor: Decided, *, at: datetime | None = None
) -> None:
    """Let another article answer for this one, and for those merged into it before.

    Args:
        at: since when, if not now.
    """
    change.connection.execute(
        update(articles)
        .where(articles.c.merged_into == article_id)  # ix_articles_merged_into
        .values(merged_into=survivor.id, revision=change.revision)
    )
    values: dict[str, object] = {
        "state": ArticleState.MERGED,
        "merged_into": survivor.id,
        "state_at": at or change.now,
    }
    _decide(change, article_id, values)
    history.note(change, Deed.MERGED, {article_id: f"into {survivor.info_code}"})


def purge(
    change: Change,
    article: Decided,
    *,
    reason: str | None = None,
    at: datetime | None = None,
) -> None:
    """Erase what an article said and showed, now and before; its addresses stay.

    Args:
        reason: what was said when it was withdrawn; None leaves what is known.
        at: since when it is withdrawn, if not now.
    """
    versions = article_versions.c.article_id == article.id
    change.connection.execute(delete(article_versions).where(versions))
    losing = credit_store.replace(change, {article.id: ()})
    credit_store.keep_evidence(change, {article.id: ()})
    corrections.forget(change, article.id)
    sources.refresh_listing(change, losing)
    values: dict[str, object] = {
        "state": ArticleState.RETRACTED,
        "is_legal": True,
        "is_purged": True,
        "is_withheld": False,
        "is_unsourced": False,
        "merged_into": None,
        "origin_url": None,
        "content_hash": b"",
        "raw": b"",
        "html_bytes": 0,
        **dict.fromkeys(("title", "slug", "summary", "html"), ""),
    }
    if reason:
        values["state_reason"] = reason
    _withdraw(change, article, values, at)
    history.note(change, Deed.PURGED, {article.id: reason or ""})
    # Last: keeping a card locks its article first, and so either comes before this or
    # finds the article withdrawn.
    cards.forget(change.connection, article.id)
    media.forget(change.connection, article.id)
    documents.drop(change.connection, [article.id])


def due(connection: Connection, now: datetime, *, limit: int) -> list[Decided]:
    """Scheduled articles whose time has come, earliest first."""
    query = (
        select(*_COLUMNS)
        .where(articles.c.state == ArticleState.SCHEDULED)
        .where(articles.c.published_at <= now)  # ix_articles_state_published_at
        .where(~articles.c.is_withheld)
        .order_by(articles.c.published_at)
        .limit(limit)
    )
    return [_decided(row) for row in connection.execute(query)]


def oldest_due(connection: Connection, now: datetime) -> datetime | None:
    """Date of the scheduled article that has been due longest; None if none is."""
    query = select(func.min(articles.c.published_at)).where(
        articles.c.state == ArticleState.SCHEDULED,
        articles.c.published_at <= now,
        ~articles.c.is_withheld,
    )
    oldest: datetime | None = connection.execute(query).scalar_one()
    return oldest


def publish(change: Change, article_ids: Sequence[int]) -> None:
    """Let scheduled articles in."""
    if article_ids:
        change.connection.execute(
            update(articles)
            .where(articles.c.id.in_(article_ids))
            .values(
                state=ArticleState.PUBLISHED,
                state_at=change.now,
                updated_at=articles.c.published_at,
                revision=change.revision,
            )
        )
        history.note(change, Deed.PUBLISHED, dict.fromkeys(article_ids, ""))
        change.touch()


def reschedule(change: Change, article_id: int, at: datetime) -> None:
    """Give a scheduled article another date."""
    set_values(change, article_id, {"published_at": at, "updated_at": at})
    history.note(change, Deed.RESCHEDULED, {article_id: f"for {at.isoformat()}"})


def _withdraw(
    change: Change, article: Decided, values: dict[str, object], at: datetime | None
) -> None:
    """Withdraw; `state_at` keeps the time of an earlier withdrawal."""
    if article.state not in {ArticleState.RETRACTED, ArticleState.MERGED}:
        values |= {"state_at": at or change.now}
    set_values(change, article.id, values)


def _decide(change: Change, article_id: int, values: dict[str, object]) -> None:
    set_values(change, article_id, {"state_at": change.now, **values})
