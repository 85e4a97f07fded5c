"""Articles with their kept text, for making them anew; all that older rules made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from feedsvc.model.article import Rendered
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles.writes import content_hash, marks_of
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import articles, categories


@dataclass(frozen=True, slots=True)
class Outdated:
    """An article to be made anew, as its html and credits may come out different.

    Attributes:
        raw: its body, as `content.kept.pack` left it.
        revision: as it was read; an article whose revision has moved is left alone.
    """

    id: int
    info_code: InfoCode
    raw: bytes
    revision: int


def after(
    connection: Connection, article_id: int, *, rules_version: int, limit: int
) -> list[Outdated]:
    """Articles of earlier rules than `rules_version`, with ids above `article_id`."""
    query = (
        select(articles.c.id, articles.c.info_code, articles.c.raw, articles.c.revision)
        .where(articles.c.rules_version < rules_version, articles.c.id > article_id)
        .where(articles.c.is_purged.is_(False))
        .order_by(articles.c.id)
        .limit(limit)
    )
    return [
        Outdated(id_, InfoCode(code), raw, revision)
        for id_, code, raw, revision in connection.execute(query)
    ]


def get(connection: Connection, article_id: int) -> Outdated:
    """The article of an id, by whatever rules it was made."""
    columns = articles.c
    query = select(columns.id, columns.info_code, columns.raw, columns.revision)
    row = connection.execute(query.where(columns.id == article_id)).one()
    return Outdated(row.id, InfoCode(row.info_code), row.raw, row.revision)


def rerender(
    change: Change, made: Sequence[tuple[Outdated, Rendered]]
) -> Mapping[int, Rendered]:
    """Put what today's rules made in place; returns, by id, what reads differently."""
    ids = [article.id for article, _ in made]
    query = (
        select(
            articles.c.id, articles.c.revision, articles.c.title, categories.c.raw,
            articles.c.origin_url, articles.c.content_hash, articles.c.language,
            articles.c.has_time,
        )
        .outerjoin(categories, categories.c.id == articles.c.category_id)
        .where(articles.c.id.in_(ids))
    )  # fmt: skip
    now = {row.id: row for row in change.connection.execute(query)}
    different: dict[int, Rendered] = {}
    for article, rendered in made:
        row = now[article.id]
        if row.revision != article.revision:
            continue  # it was rewritten meanwhile, by today's rules
        marks = marks_of(row.language, has_time=row.has_time)
        seen = content_hash(row.title, row.raw or "", row.origin_url, rendered, marks)
        values: dict[str, object] = {"rules_version": rendered.rules_version}
        if seen != row.content_hash:
            different[article.id] = rendered
            values |= {
                "summary": rendered.summary,
                "html": rendered.html,
                "html_bytes": len(rendered.html.encode()),
                "is_unsourced": rendered.is_unsourced,
                "content_hash": seen,
                "revision": change.revision,
            }
        change.connection.execute(
            update(articles).where(articles.c.id == article.id).values(**values)
        )
    if different:
        change.touch()
    return different
