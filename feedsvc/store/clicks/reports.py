"""Click sums over some days. Each query reads a range of a key."""

from datetime import date

from sqlalchemy import Connection, Label, Row, Table, and_, case, desc, func, select

from feedsvc.model.article import ArticleState
from feedsvc.model.channel import Channel
from feedsvc.model.click import Kind
from feedsvc.model.info_code import InfoCode
from feedsvc.model.statistics import ArticleClicks, Count
from feedsvc.store.clicks.counts import OTHER_CODE
from feedsvc.store.database.tables import articles, clicks, misses


def by_day(connection: Connection, since: date, until: date) -> dict[date, Count]:
    """The days that have clicks, from `since` to `until`, both included."""
    query = (
        select(clicks.c.day, *_sums(clicks))
        .where(clicks.c.day.between(since, until))
        .group_by(clicks.c.day)
    )
    return {row.day: _count(row) for row in connection.execute(query)}


def by_channel(
    connection: Connection, since: date, until: date
) -> list[tuple[Channel, Count]]:
    """The channels that have clicks, most of people first."""
    query = (
        select(clicks.c.channel, *_sums(clicks))
        .where(clicks.c.day.between(since, until))
        .group_by(clicks.c.channel)
        .order_by(desc("human"), desc("total"), clicks.c.channel)
    )
    return [(Channel(row.channel), _count(row)) for row in connection.execute(query)]


def top_articles(
    connection: Connection, since: date, until: date, *, limit: int
) -> list[ArticleClicks]:
    """The articles with the most clicks, most of people first; a merged one's are its survivor's."""
    clicked = articles.alias()
    answering = func.coalesce(clicked.c.merged_into, clicked.c.id).label("article_id")
    top = (
        select(answering, *_sums(clicks))
        .join(clicked, clicked.c.id == clicks.c.article_id)
        .where(clicks.c.day.between(since, until))
        .group_by(answering)
        .order_by(desc("human"), desc("total"), answering)
        .limit(limit)
        .subquery()
    )
    is_shown = articles.c.state != ArticleState.RETRACTED
    query = (
        select(
            articles.c.info_code,
            case((is_shown, articles.c.title)).label("title"),
            articles.c.permalink,
            top.c.human,
            top.c.total,
        )
        .join(top, top.c.article_id == articles.c.id)
        .order_by(top.c.human.desc(), top.c.total.desc(), top.c.article_id)
    )
    return [
        ArticleClicks(InfoCode(row.info_code), row.title, row.permalink, _count(row))
        for row in connection.execute(query)
    ]


def top_unknown(
    connection: Connection, since: date, until: date, *, limit: int
) -> list[tuple[InfoCode, Count]]:
    """The unknown codes that were asked for most, by people first."""
    in_range = and_(misses.c.day.between(since, until), misses.c.code != OTHER_CODE)
    query = (
        select(misses.c.code, *_sums(misses))
        .where(in_range)
        .group_by(misses.c.code)
        .order_by(desc("human"), desc("total"), misses.c.code)
        .limit(limit)
    )
    return [(InfoCode(row.code), _count(row)) for row in connection.execute(query)]


def unknown_total(connection: Connection, since: date, until: date) -> Count:
    """All links that led nowhere, counted together."""
    query = select(*_sums(misses)).where(misses.c.day.between(since, until))
    return _count(connection.execute(query).one())


def _sums(table: Table) -> tuple[Label[int], Label[int]]:
    humans = case((table.c.kind == Kind.HUMAN, table.c.n), else_=0)
    # PostgreSQL sums bigints up to numeric, and SQLite nothing up to NULL.
    human = func.coalesce(func.sum(humans), 0)
    total = func.coalesce(func.sum(table.c.n), 0)
    return human.label("human"), total.label("total")


def _count(row: Row[*tuple[object, ...]]) -> Count:
    human, total = int(row.human), int(row.total)
    return Count(human, total - human)
