"""Decisions of people as they stand, to carry from one database to another."""

from collections.abc import Iterator

from sqlalchemy import Connection, or_, select

from feedsvc.model.article import ArticleState
from feedsvc.model.decision import Decision, Verb
from feedsvc.model.inventory import FoundCategory
from feedsvc.store.articles import corrections
from feedsvc.store.database.tables import articles
from feedsvc.store.streams import category_listing, source_names


def of_categories(connection: Connection) -> list[Decision]:
    """Decisions about categories; all categories are looked at."""
    return [
        decision
        for found in category_listing.all_found(connection)
        for decision in _of_category(found)
    ]


def _of_category(found: FoundCategory) -> Iterator[Decision]:
    by = found.by or None
    if found.is_titled or found.former:
        yield Decision(
            Verb.RENAME,
            found.raw,
            slug=found.slug,
            title=found.title if found.is_titled else None,
            former=found.former,
            at=found.at,
            by=by,
        )
    if found.description:
        yield Decision(
            Verb.DESCRIBE,
            found.raw,
            at=found.at,
            by=by,
            description=found.description,
        )
    if found.retired_at is not None:
        yield Decision(Verb.RETIRE, found.raw, at=found.retired_at, by=by)


def corrected(connection: Connection) -> list[Decision]:
    """Corrections of credits; all of them are looked at."""
    return [
        Decision(
            Verb.CREDIT,
            code,
            at=correction.at,
            by=correction.by or None,
            role=correction.role,
            credits=correction.credits,
        )
        for code, correction in corrections.all_found(connection)
    ]


def sourced(connection: Connection) -> list[Decision]:
    """Names that people let mean a source, and what they decided about sources.

    Aliases come first: a source takes the addresses of those that became part of it.
    All sources are looked at.
    """
    found = source_names.all_found(connection)
    aliases = [
        Decision(
            Verb.ALIAS, alias.name, at=alias.at, by=alias.by or None, into=one.name
        )
        for one in found
        for alias in one.aliases
    ]
    decided = [
        Decision(
            Verb.SOURCE,
            one.name,
            at=one.at,
            by=one.by or None,
            slug=one.slug if one.is_titled else None,
            title=one.title if one.is_titled else None,
            former=one.former if one.is_titled else (),
            url=one.url,
        )
        for one in found
        if one.at is not None
    ]
    return aliases + decided


def withdrawn(connection: Connection) -> list[Decision]:
    """Articles that a person withdrew; by ix_articles_state_published_at.

    Mergers come first: a survivor withdrawn later could no longer be merged into.
    """
    survivor = articles.alias()
    columns = articles.c
    is_merged = columns.state == ArticleState.MERGED
    is_retracted = columns.state == ArticleState.RETRACTED
    query = (
        select(
            columns.info_code, columns.state, columns.state_at, columns.state_reason,
            columns.is_legal, columns.is_purged, survivor.c.info_code.label("into"),
        )
        .outerjoin(survivor, survivor.c.id == columns.merged_into)
        .where(or_(is_merged, is_retracted & ~columns.is_withheld))
        .order_by(columns.info_code)
    )  # fmt: skip
    found = []
    for row in connection.execute(query):
        verb = Verb.PURGE if row.is_purged else Verb.RETRACT
        if row.state == ArticleState.MERGED:
            verb = Verb.MERGE
        decision = Decision(
            verb,
            row.info_code,
            at=row.state_at,
            reason=row.state_reason,
            is_legal=row.is_legal and verb is Verb.RETRACT,
            into=row.into,
        )
        found.append(decision)
    return sorted(found, key=lambda one: one.verb is not Verb.MERGE)
