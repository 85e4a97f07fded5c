"""Headlines: listings of articles without their bodies, paged by key and never by count."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    func,
    select,
    tuple_,
)

from feedsvc.model.article import ArticleState, Headline
from feedsvc.model.attribution import Role, by_role
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles import attributions as credit_store
from feedsvc.store.database.states import EntryState
from feedsvc.store.database.tables import articles, stream_entries
from feedsvc.store.streams import memberships


def latest_in_stream(
    connection: Connection, stream_id: int, *, before: InfoCode | None, limit: int
) -> list[Headline]:
    """A stream's headlines, newest first; ties broken by id.

    Args:
        before: only what stands behind this article, shown or not; None for the newest.
        limit: headlines.
    """
    query = _newest(stream_id, limit)
    if before is not None:
        entries = stream_entries.c
        key = tuple_(entries.published_at, entries.article_id)
        query = query.where(key < _key_of(before))
    ids = [row.article_id for row in connection.execute(query)]
    return by_ids(connection, ids)


def newest_ids(
    connection: Connection, stream_ids: Sequence[int], *, limit: int
) -> list[int]:
    """Ids of the newest articles of several streams, each once, newest first."""
    found: dict[int, datetime] = {}
    for stream_id in stream_ids:
        rows = connection.execute(_newest(stream_id, limit))
        found.update((row.article_id, row.published_at) for row in rows)
    newest = sorted(found, key=lambda id_: (found[id_], id_), reverse=True)
    return newest[:limit]


def latest_between(
    connection: Connection,
    since: datetime,
    until: datetime,
    *,
    before: InfoCode | None,
    limit: int,
) -> list[Headline]:
    """Headlines published from `since` up to but not at `until`, newest first."""
    query = (
        select(articles.c.id)
        .where(articles.c.state == ArticleState.PUBLISHED)
        .where(articles.c.published_at >= since, articles.c.published_at < until)
        .order_by(articles.c.published_at.desc(), articles.c.id.desc())
        .limit(limit)
    )  # by ix_articles_state_published_at
    if before is not None:
        key = tuple_(articles.c.published_at, articles.c.id)
        query = query.where(key < _key_of(before))
    return by_ids(connection, connection.execute(query).scalars().all())


def latest_before(connection: Connection, moment: datetime) -> datetime | None:
    """Time at which the last article before a moment was published."""
    published = articles.c.published_at
    return _published(connection, func.max(published), published < moment)


def first_since(connection: Connection, moment: datetime) -> datetime | None:
    """Time at which the first article at or after a moment was published."""
    published = articles.c.published_at
    return _published(connection, func.min(published), published >= moment)


def last_id(connection: Connection) -> int:
    """The highest id of any article; 0 where there is none."""
    last: int | None = connection.execute(select(func.max(articles.c.id))).scalar_one()
    return last or 0


def places(
    connection: Connection, after: int, up_to: int
) -> list[tuple[str, datetime]]:
    """Permalink and last update of the published articles of a range of ids."""
    # By key. If the query asked for a state, SQLite would read the index of all
    # published articles instead.
    query = (
        select(articles.c.permalink, articles.c.updated_at, articles.c.state)
        .where(articles.c.id > after, articles.c.id <= up_to)
        .order_by(articles.c.id)
    )
    return [
        (path, updated)
        for path, updated, state in connection.execute(query)
        if state == ArticleState.PUBLISHED and path and updated
    ]


def exists(connection: Connection, code: InfoCode) -> bool:
    """True if this code has, or had, an article with a place in time."""
    query = select(articles.c.id).where(
        articles.c.info_code == code,
        articles.c.published_at.is_not(None),
        articles.c.state != ArticleState.SCHEDULED,
    )
    return connection.execute(query).first() is not None


def _newest(stream_id: int, limit: int) -> Select[int, datetime]:
    entries = stream_entries.c
    return (
        select(entries.article_id, entries.published_at)
        .where(entries.stream_id == stream_id, entries.state == EntryState.SHOWN)
        .order_by(entries.published_at.desc(), entries.article_id.desc())
        .limit(limit)
    )  # by ix_stream_entries_newest


def _published(
    connection: Connection, wanted: ColumnElement[Any], bound: ColumnElement[bool]
) -> datetime | None:
    # by ix_articles_state_published_at
    query = select(wanted).where(articles.c.state == ArticleState.PUBLISHED, bound)
    moment: datetime | None = connection.execute(query).scalar_one()
    return moment


def _key_of(code: InfoCode) -> ScalarSelect[Any]:
    """The sort key of an article, to page on from it."""
    place = articles.alias()
    return (
        select(place.c.published_at, place.c.id)
        .where(place.c.info_code == code)
        .scalar_subquery()
    )


def by_ids(connection: Connection, ids: Sequence[int]) -> list[Headline]:
    """The headlines of articles, in the order of the ids; unknown ones are left out."""
    query = select(
        articles.c.id, articles.c.info_code, articles.c.permalink, articles.c.title,
        articles.c.summary, articles.c.published_at, articles.c.category_id,
        articles.c.is_unsourced, articles.c.has_time, articles.c.language,
    ).where(articles.c.id.in_(ids))  # fmt: skip
    found = {row.id: row for row in connection.execute(query)}
    credits_, _ = credit_store.by_articles(connection, found)
    groups = memberships.categories_of(connection, found)
    return [
        Headline(
            id=row.id,
            info_code=InfoCode(row.info_code),
            permalink=row.permalink,
            title=row.title,
            summary=row.summary,
            published_at=row.published_at,
            category=next(
                iter(
                    memberships.primary_first(
                        groups[row.id], row.category_id, is_unsourced=row.is_unsourced
                    )
                ),
                None,
            ),
            publishers=tuple(
                credit.name
                for credit in by_role(credits_.get(row.id, ()), Role.PUBLISHER)
            ),
            has_time=row.has_time,
            language=row.language,
        )
        for row in (found[id_] for id_ in ids if id_ in found)
    ]
