"""History of articles: a row for each change, and the earlier texts that were kept.

The order of changes is that of their rows. Moments do not tell it: two changes may share
one, and the clocks of two hosts differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from feedsvc.model.history import Deed, Event
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import article_events, article_versions, articles

_SHOWN = 20  # earlier texts, the latest


def note(change: Change, deed: Deed, notes: Mapping[int, str]) -> None:
    """Note what a change does to articles.

    Args:
        notes: by article id, what there is to say of it; may be empty.
    """
    rows = [
        {
            "article_id": article_id,
            "at": change.now,
            "deed": deed,
            "by": change.by,
            "note": text,
        }
        for article_id, text in notes.items()
    ]
    if rows:
        change.connection.execute(insert(article_events), rows)


def of_article(connection: Connection, article_id: int) -> list[Event]:
    """Changes of an article, the latest first: rows are numbered as they are committed."""
    events = article_events.c
    query = (
        select(events.at, events.deed, events.by, events.note)
        .where(events.article_id == article_id)  # ix_article_events_article_id
        .order_by(events.id.desc())
    )
    return [
        Event(at, Deed(deed), by, text)
        for at, deed, by, text in connection.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an article; `replaced_at` is None of the present one."""

    title: str
    html: str
    replaced_at: datetime | None


def was_replaced(connection: Connection, article_id: int) -> bool:
    """True if there is an earlier text of an article."""
    mine = article_versions.c.article_id == article_id  # ix_article_versions_article_id
    query = select(article_versions.c.id).where(mine).limit(1)
    return connection.execute(query).first() is not None


def texts(connection: Connection, article_id: int) -> list[Text]:
    """Texts of an article, the first one first, and the present one last."""
    versions, own = article_versions.c, articles.c
    earlier = (
        select(versions.title, versions.html, versions.replaced_at)
        .where(versions.article_id == article_id)  # ix_article_versions_article_id
        .order_by(versions.id.desc())
        .limit(_SHOWN)
    )
    now = select(own.title, own.html).where(own.id == article_id)
    found = [Text(*row) for row in connection.execute(earlier)]
    return [
        *reversed(found),
        *(Text(title, html, None) for title, html in connection.execute(now)),
    ]
