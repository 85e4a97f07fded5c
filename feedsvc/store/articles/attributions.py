"""Attributions, as stored beside their articles."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from feedsvc.model.attribution import Attribution, Role, Rule
from feedsvc.model.category import Source
from feedsvc.model.slug import Slug
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import attributions, sources


def by_articles(
    connection: Connection, article_ids: Iterable[int]
) -> dict[int, tuple[Attribution, ...]]:
    """The attributions of articles, in reading order."""
    query = (
        select(
            attributions.c.article_id, attributions.c.role, attributions.c.name,
            attributions.c.raw, attributions.c.rule, attributions.c.url,
        )
        .where(attributions.c.article_id.in_(list(article_ids)))
        .order_by(attributions.c.article_id, attributions.c.position)
    )  # fmt: skip
    found: dict[int, tuple[Attribution, ...]] = {}
    for article_id, role, name, raw, rule, url in connection.execute(query):
        credit = Attribution(Role(role), name, raw, Rule(rule), url)
        found[article_id] = (*found.get(article_id, ()), credit)
    return found


def first_sources(
    connection: Connection, article_ids: Iterable[int]
) -> dict[int, Source]:
    """The source that each article's first publisher credit names."""
    query = (
        select(
            attributions.c.article_id, sources.c.name, sources.c.slug,
            sources.c.is_listed,
        )
        .join(sources, sources.c.id == attributions.c.source_id)
        .where(attributions.c.article_id.in_(list(article_ids)))
        .order_by(attributions.c.article_id, attributions.c.position)
    )  # fmt: skip
    found: dict[int, Source] = {}
    for article_id, name, slug, is_listed in connection.execute(query):
        found.setdefault(article_id, Source(name, Slug(slug), is_listed))
    return found


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
            "source_id": source_id,
        }
        for article_id, given in credits_.items()
        for position, (credit, source_id) in enumerate(given)
    ]
    if rows:
        change.connection.execute(insert(attributions), rows)
    return losing


def sources_of(
    connection: Connection, article_ids: Iterable[int]
) -> dict[int, set[int]]:
    """The sources that articles are credited to."""
    query = select(attributions.c.article_id, attributions.c.source_id).where(
        attributions.c.article_id.in_(list(article_ids)),
        attributions.c.source_id.is_not(None),
    )
    found: dict[int, set[int]] = {}
    for article_id, source_id in connection.execute(query):
        found.setdefault(article_id, set()).add(source_id)
    return found
