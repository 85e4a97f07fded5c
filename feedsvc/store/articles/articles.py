"""Published articles as surfaces show them, whole or by their credits alone."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from feedsvc.model.article import Article, ArticleState, Credited, find_outlet
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles import attributions as credit_store
from feedsvc.store.database.tables import articles
from feedsvc.store.streams import memberships


def by_ids(connection: Connection, ids: Sequence[int]) -> list[Article]:
    """Articles in the order of `ids`, bodies included; those not published left out."""
    if not ids:
        return []
    query = select(
        articles.c.id, articles.c.info_code, articles.c.entry_id, articles.c.permalink,
        articles.c.title, articles.c.summary, articles.c.html, articles.c.origin_url,
        articles.c.published_at, articles.c.updated_at, articles.c.revision,
        articles.c.category_id, articles.c.state, articles.c.is_unsourced,
        articles.c.has_time, articles.c.language,
    ).where(articles.c.id.in_(ids))  # fmt: skip
    # By key. If the query asked for a state, SQLite would read the index of all
    # published articles instead, however few ids there are.
    found = {
        row.id: row
        for row in connection.execute(query)
        if row.state == ArticleState.PUBLISHED
    }
    credits_, sources = credit_store.by_articles(connection, found)
    groups = memberships.categories_of(connection, found)
    return [
        Article(
            id=row.id,
            info_code=InfoCode(row.info_code),
            entry_id=row.entry_id,
            permalink=row.permalink,
            title=row.title,
            summary=row.summary,
            html=row.html,
            origin_url=row.origin_url,
            published_at=row.published_at,
            updated_at=row.updated_at,
            revision=row.revision,
            categories=memberships.primary_first(
                groups[row.id], row.category_id, is_unsourced=row.is_unsourced
            ),
            attributions=credits_.get(row.id, ()),
            source=sources.get(row.id),
            has_time=row.has_time,
            language=row.language,
        )
        for row in (found[id_] for id_ in ids if id_ in found)
    ]


def credited_by_ids(connection: Connection, ids: Sequence[int]) -> dict[int, Credited]:
    """Credits of published articles; columns before any body, by their key."""
    columns = articles.c
    query = select(columns.id, columns.category_id, columns.is_unsourced)
    rows = connection.execute(query.where(columns.id.in_(ids))).all()
    credits_, _ = credit_store.by_articles(connection, ids)
    groups = memberships.categories_of(connection, ids)
    return {
        row.id: Credited(
            credits_.get(row.id, ()),
            find_outlet(
                memberships.primary_first(
                    groups[row.id], row.category_id, is_unsourced=row.is_unsourced
                )
            ),
        )
        for row in rows
    }
