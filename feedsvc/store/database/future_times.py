"""Times in the future: found, and corrected so that readers notice later changes.

They come from a clock that was fast. Dates that authors gave do not count.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from feedsvc.model.article import ArticleState
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import latest_epoch
from feedsvc.store.database.tables import (
    archives,
    article_events,
    article_versions,
    articles,
    cards,
    epochs,
    imports,
    stream_entries,
    streams,
)

_SLACK = timedelta(days=1)
_SHOWN_EARLY = 3  # named
# Times that no reader sees, and on which nothing else depends.
_NOTES: tuple[Column[Any], ...] = (
    archives.c.imported_at,
    article_events.c.at,
    article_versions.c.replaced_at,
    cards.c.made_at,
    imports.c.began_at,
    imports.c.seen_at,
    imports.c.ended_at,
)


@dataclass(frozen=True, slots=True)
class FutureTimes:
    """Rows that are dated more than a day ahead.

    Attributes:
        counts: rows by kind; only kinds that occur.
        early: codes of articles that are shown before their own date, a few of them.
    """

    counts: dict[str, int]
    early: tuple[str, ...]


def find(connection: Connection, now: datetime) -> FutureTimes:
    """All times in the future; reads whole tables, for an operator who waits."""
    limit = now + _SLACK
    wheres: dict[str, tuple[ColumnElement[Any], ColumnElement[bool]]] = {
        "feeds": (streams.c.id, streams.c.changed_at > limit),
        "epochs": (epochs.c.hash, epochs.c.began_at > limit),
        "articles": (articles.c.id, _is_ahead(limit)),
        **{f"{at.table.name}' {at.name}": (at, at > limit) for at in _NOTES},
    }
    counts = {
        name: connection.execute(select(func.count(key)).where(where)).scalar_one()
        for name, (key, where) in wheres.items()
    }
    early = (
        select(articles.c.info_code)
        # by ix_articles_state_published_at
        .where(articles.c.state == ArticleState.PUBLISHED)
        .where(articles.c.published_at > limit)
        .limit(_SHOWN_EARLY)
    )
    return FutureTimes(
        {name: n for name, n in counts.items() if n},
        tuple(connection.execute(early).scalars()),
    )


def mend(change: Change) -> None:
    """Set future times to now, on a new revision: bytes and validators move together.

    A Last-Modified in the future is neither sent nor accepted, so no client holds a
    date later than now.
    """
    now, limit = change.now.replace(microsecond=0), change.now + _SLACK
    _mend_epochs(change, now, limit)
    _mend_articles(change, now, limit)
    change.connection.execute(
        update(streams)
        .where(streams.c.changed_at > limit)
        .values(changed_at=now, revision=change.revision)
    )
    for at in _NOTES:
        change.connection.execute(update(at.table).where(at > limit).values({at: now}))
    change.touch()


def _mend_epochs(change: Change, now: datetime, limit: datetime) -> None:
    """Let the latest epoch begin now; earlier ones would be entered anew."""
    latest = latest_epoch(change.connection)
    if latest is not None and latest[1] > limit:
        change.connection.execute(delete(epochs).where(epochs.c.began_at > limit))
        change.connection.execute(insert(epochs), {"hash": latest[0], "began_at": now})


def _mend_articles(change: Change, now: datetime, limit: datetime) -> None:
    """Date articles now, wherever they appear: pages and tombstones give dates too."""
    ids = select(articles.c.id).where(_is_ahead(limit))
    entries = stream_entries.c.article_id.in_(ids)  # ix_stream_entries_article_id
    touched = select(stream_entries.c.stream_id).where(entries).distinct()
    change.touch(*change.connection.execute(touched).scalars())
    change.connection.execute(
        update(stream_entries).where(entries).values(revision=change.revision)
    )
    updated_at, state_at = articles.c.updated_at, articles.c.state_at
    at_once = literal(now, type_=updated_at.type)
    values = {
        updated_at: case((_is_updated_ahead(limit), at_once), else_=updated_at),
        state_at: case((state_at > limit, at_once), else_=state_at),
        articles.c.revision: change.revision,
    }
    change.connection.execute(update(articles).where(_is_ahead(limit)).values(values))


def _is_ahead(limit: datetime) -> ColumnElement[bool]:
    return or_(articles.c.state_at > limit, _is_updated_ahead(limit))


def _is_updated_ahead(limit: datetime) -> ColumnElement[bool]:
    """Condition for an article edited or restored then; others keep their own date."""
    return and_(
        articles.c.updated_at > limit,
        articles.c.updated_at > articles.c.published_at,
        articles.c.state != ArticleState.SCHEDULED,
    )
