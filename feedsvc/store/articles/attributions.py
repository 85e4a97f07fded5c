"""Attributions, as stored beside their articles."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from feedsvc.model.attribution import Attribution, Role, Rule
from feedsvc.model.category import Source
from feedsvc.model.slug import Slug
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import attributions, evidence, sources


def by_articles(
    connection: Connection, article_ids: Iterable[int]
) -> tuple[dict[int, tuple[Attribution, ...]], dict[int, Source]]:
    """Attributions of articles, in reading order, and the first source that they name."""
    query = (
        select(
            attributions.c.article_id, attributions.c.role, attributions.c.name,
            attributions.c.raw, attributions.c.rule, attributions.c.url,
            attributions.c.label,
            sources.c.name.label("source"), sources.c.title, sources.c.slug,
            sources.c.is_listed, sources.c.url.label("source_url"),
        )
        .outerjoin(sources, sources.c.id == attributions.c.source_id)
        .where(attributions.c.article_id.in_(list(article_ids)))
        .order_by(attributions.c.article_id, attributions.c.position)
    )  # fmt: skip
    found: dict[int, tuple[Attribution, ...]] = {}
    named: dict[int, Source] = {}
    for row in connection.execute(query):
        credit = Attribution(
            Role(row.role),
            row.name,
            row.raw,
            Rule(row.rule),
            row.url or row.source_url,
            row.label,
        )
        found[row.article_id] = (*found.get(row.article_id, ()), credit)
        if row.source is not None:
            title = row.title or row.source
            source = Source(row.source, title, Slug(row.slug), row.is_listed)
            named.setdefault(row.article_id, source)
    return found, named


def replace(
    change: Change,
    credits_: Mapping[int, Sequence[tuple[Attribution, int | None]]],
) -> set[int]:
    """Give articles these attributions, each with the source it names.

    Returns:
        The ids of sources that lost a credit, whose listing is to be decided anew.
    """
    if not credits_:
        return set()
    mine = attributions.c.article_id.in_(list(credits_))
    lost = change.connection.execute(
        select(attributions.c.source_id)
        .where(mine, attributions.c.source_id.is_not(None))
        .distinct()
    ).scalars()
    losing = {source_id for source_id in lost if source_id is not None}
    change.connection.execute(delete(attributions).where(mine))
    rows = [
        {
            "article_id": article_id,
            "position": position,
            "role": credit.role,
            "name": credit.name,
            "url": credit.url,
            "raw": credit.raw,
            "rule": credit.rule,
            "label": credit.label,
            "source_id": source_id,
        }
        for article_id, given in credits_.items()
        for position, (credit, source_id) in enumerate(given)
    ]
    if rows:
        change.connection.execute(insert(attributions), rows)
    return losing


def keep_evidence(change: Change, given: Mapping[int, Sequence[Attribution]]) -> None:
    """Keep, beside articles' attributions, the publishers that those stand for."""
    if not given:
        return
    mine = evidence.c.article_id.in_(list(given))
    change.connection.execute(delete(evidence).where(mine))
    rows = [
        {
            "article_id": article_id,
            "position": position,
            "name": credit.name,
            "raw": credit.raw,
            "rule": credit.rule,
        }
        for article_id, credits_ in given.items()
        for position, credit in enumerate(credits_)
    ]
    if rows:
        change.connection.execute(insert(evidence), rows)


def evidence_of(
    connection: Connection, article_ids: Iterable[int]
) -> dict[int, tuple[Attribution, ...]]:
    """The publishers that articles' texts name too, and that they do not show."""
    columns = evidence.c
    query = (
        select(columns.article_id, columns.name, columns.raw, columns.rule)
        .where(columns.article_id.in_(list(article_ids)))  # by its key
        .order_by(columns.article_id, columns.position)
    )
    found: dict[int, tuple[Attribution, ...]] = {}
    for id_, name, raw, rule in connection.execute(query):
        credit = Attribution(Role.PUBLISHER, name, raw, Rule(rule))
        found[id_] = (*found.get(id_, ()), credit)
    return found


def sources_of(
    connection: Connection, article_ids: Iterable[int]
) -> dict[int, set[int]]:
    """The sources that articles are credited to."""
    query = select(attributions.c.article_id, attributions.c.source_id).where(
        attributions.c.article_id.in_(list(article_ids))
    )
    found: dict[int, set[int]] = {}
    for article_id, source_id in connection.execute(query):
        if source_id is not None:
            found.setdefault(article_id, set()).add(source_id)
    return found
