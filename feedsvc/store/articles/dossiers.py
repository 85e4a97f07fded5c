"""Dossiers, as stored: everything of one article, in any state, by indexed look-ups."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from feedsvc.model.article import ArticleState
from feedsvc.model.category import Category
from feedsvc.model.claim import categories_of
from feedsvc.model.dossier import Dossier
from feedsvc.model.info_code import InfoCode
from feedsvc.model.slug import Slug
from feedsvc.store.articles import attributions as credit_store
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.database.tables import addresses, articles, categories


def find(connection: Connection, code: InfoCode) -> Dossier | None:
    """The article of a code."""
    row = _find_row(connection, code)
    if row is None:
        return None
    paths = select(addresses.c.path).where(
        addresses.c.article_id == row.id  # ix_addresses_article_id
    )
    credits_, _ = credit_store.by_articles(connection, [row.id])
    return Dossier(
        id=row.id,
        info_code=code,
        entry_id=row.entry_id,
        state=ArticleState(row.state),
        revision=row.revision,
        decided_at=row.state_at,
        reason=row.state_reason,
        is_legal=row.is_legal,
        is_purged=row.is_purged,
        merged_into=InfoCode(row.survivor) if row.survivor else None,
        permalink=row.permalink,
        addresses=tuple(sorted(connection.execute(paths).scalars())),
        title=row.title,
        summary=row.summary,
        html=row.html,
        language=row.language,
        origin_url=row.origin_url,
        published_at=row.published_at,
        updated_at=row.updated_at,
        has_time=row.has_time,
        categories=_categories(connection, code, row.category_id),
        credits=credits_.get(row.id, ()),
        evidence=credit_store.evidence_of(connection, row.id),
    )


def categories_by_codes(
    connection: Connection, codes: Sequence[InfoCode]
) -> dict[InfoCode, set[str]]:
    """Raw names of articles' categories, by code; of those that have any."""
    claims = claim_store.of_codes(connection, codes)
    named = {code: categories_of(claims.get(code, ())) for code in codes}
    own = (
        select(articles.c.info_code, categories.c.raw)
        .join(categories, categories.c.id == articles.c.category_id)
        .where(articles.c.info_code.in_(codes))
    )
    for code, raw in connection.execute(own):
        named[InfoCode(code)].add(raw)
    return {code: names for code, names in named.items() if names}


def _find_row(connection: Connection, code: InfoCode) -> Row[*tuple[Any, ...]] | None:
    survivor, own = articles.alias(), articles.c
    query = (
        select(
            own.id, own.entry_id, own.state, own.revision, own.state_at,
            own.state_reason, own.is_legal, own.is_purged, own.permalink, own.title,
            own.summary, own.html, own.language, own.origin_url, own.published_at,
            own.updated_at, own.has_time, own.category_id,
            survivor.c.info_code.label("survivor"),
        )
        .outerjoin(survivor, survivor.c.id == own.merged_into)
        .where(own.info_code == code)
    )  # fmt: skip
    return connection.execute(query).one_or_none()


def _categories(
    connection: Connection, code: InfoCode, own_id: int | None
) -> tuple[Category, ...]:
    """Categories that an article is meant for, its own first, whether it is shown or not."""
    columns = categories.c
    names = categories_of(claim_store.of_codes(connection, [code]).get(code, ()))
    query = select(
        columns.id, columns.raw, columns.slug, columns.title, columns.is_outlet
    ).where(or_(columns.id == own_id, columns.raw.in_(names)))
    rows = sorted(
        connection.execute(query), key=lambda row: (row.id != own_id, row.raw)
    )
    return tuple(Category(r.raw, Slug(r.slug), r.title, r.is_outlet) for r in rows)
