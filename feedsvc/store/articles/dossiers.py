"""Dossiers, as stored: everything of one article, in any state, by indexed look-ups."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

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
    found = _matching(connection, articles.c.info_code == code)
    return next(iter(found.values()), None)


def by_ids(connection: Connection, ids: Sequence[int]) -> dict[int, Dossier]:
    """The articles of these ids, of which there are at most 100."""
    return _matching(connection, articles.c.id.in_(ids))


def _matching(
    connection: Connection, condition: ColumnElement[bool]
) -> dict[int, Dossier]:
    rows = _rows(connection, condition)
    ids = [row.id for row in rows]
    paths = _addresses(connection, ids)
    grouped = _categories(connection, rows)
    credits_, _ = credit_store.by_articles(connection, ids)
    evidence = credit_store.evidence_of(connection, ids)
    return {
        row.id: Dossier(
            id=row.id,
            info_code=InfoCode(row.info_code),
            entry_id=row.entry_id,
            state=ArticleState(row.state),
            revision=row.revision,
            decided_at=row.state_at,
            reason=row.state_reason,
            is_legal=row.is_legal,
            is_purged=row.is_purged,
            merged_into=InfoCode(row.survivor) if row.survivor else None,
            permalink=row.permalink,
            addresses=tuple(sorted(paths[row.id])),
            title=row.title,
            summary=row.summary,
            html=row.html,
            language=row.language,
            origin_url=row.origin_url,
            published_at=row.published_at,
            updated_at=row.updated_at,
            has_time=row.has_time,
            categories=grouped[row.id],
            credits=credits_.get(row.id, ()),
            evidence=evidence.get(row.id, ()),
        )
        for row in rows
    }


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


def _rows(connection: Connection, condition: ColumnElement[bool]) -> Sequence[Any]:
    survivor, own = articles.alias(), articles.c
    query = (
        select(
            own.id, own.info_code, own.entry_id, own.state, own.revision, own.state_at,
            own.state_reason, own.is_legal, own.is_purged, own.permalink, own.title,
            own.summary, own.html, own.language, own.origin_url, own.published_at,
            own.updated_at, own.has_time, own.category_id,
            survivor.c.info_code.label("survivor"),
        )
        .outerjoin(survivor, survivor.c.id == own.merged_into)
        .where(condition)
    )  # fmt: skip
    return connection.execute(query).all()


def _addresses(
    connection: Connection, article_ids: Sequence[int]
) -> dict[int, list[str]]:
    query = select(addresses.c.article_id, addresses.c.path).where(
        addresses.c.article_id.in_(article_ids)  # ix_addresses_article_id
    )
    found: dict[int, list[str]] = defaultdict(list)
    for id_, path in connection.execute(query):
        if id_:
            found[id_].append(path)
    return found


def _categories(
    connection: Connection, rows: Sequence[Any]
) -> dict[int, tuple[Category, ...]]:
    """Categories that articles are meant for, their own first, shown or not."""
    claims = claim_store.of_codes(connection, [row.info_code for row in rows])
    named = {row.id: categories_of(claims.get(row.info_code, ())) for row in rows}
    own = {row.category_id for row in rows if row.category_id}
    columns = categories.c
    query = select(
        columns.id, columns.raw, columns.slug, columns.title, columns.is_outlet
    ).where(or_(columns.id.in_(own), columns.raw.in_(set().union(*named.values()))))
    known = connection.execute(query).all()
    return {
        row.id: tuple(_own_first(row.category_id, known, named[row.id])) for row in rows
    }


def _own_first(
    own_id: int | None, known: Sequence[Any], names: set[str]
) -> Iterator[Category]:
    mine = [row for row in known if row.id == own_id or row.raw in names]
    for row in sorted(mine, key=lambda row: (row.id != own_id, row.raw)):
        yield Category(row.raw, Slug(row.slug), row.title, row.is_outlet)
