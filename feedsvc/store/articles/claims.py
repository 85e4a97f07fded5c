"""Claims: the files that stand for an article, and the part each has in it.

Columns of the table of imported files that concern articles.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    case,
    delete,
    or_,
    select,
    text,
    update,
)

from feedsvc.model.claim import Claim
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles.imported_files import TO_PARSE, Outcome
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import categories, imported_files


def of_codes(
    connection: Connection, codes: Iterable[InfoCode]
) -> dict[InfoCode, list[Claim]]:
    """Every claim on these codes, of every archive."""
    query = _claims().where(imported_files.c.info_code.in_(list(codes)))
    found: dict[InfoCode, list[Claim]] = {}
    for row in connection.execute(query):
        claim = _claim(row)
        found.setdefault(claim.info_code, []).append(claim)
    return found


def withheld_in(connection: Connection, archive: str) -> list[Claim]:
    """The claims of an archive's files that ask to be withheld."""
    query = _claims().where(
        imported_files.c.archive == archive,
        text("NOT is_published"),  # as in ix_imported_files_withheld, to the letter
    )
    return [_claim(row) for row in connection.execute(query)]


def codes_of(
    connection: Connection, archive: str, paths: Iterable[str]
) -> dict[str, InfoCode]:
    """The codes that these files of an archive claim, by primary key."""
    query = select(imported_files.c.path, imported_files.c.info_code).where(
        imported_files.c.archive == archive,
        imported_files.c.path.in_(list(paths)),
    )
    rows = connection.execute(query)
    return {path: InfoCode(code) for path, code in rows if code is not None}


def drop(change: Change, claim: Claim) -> None:
    """Forget a file for good, with its claim."""
    change.connection.execute(
        delete(imported_files)
        .where(imported_files.c.archive == claim.origin)
        .where(imported_files.c.path == claim.key)
    )


def recall(change: Change, claims: Iterable[Claim]) -> None:
    """Have files parsed again by the next import of their archive; their claims stand."""
    _update_claims(change, claims, {"mtime_ns": TO_PARSE})


def outdo(change: Change, claims: Iterable[Claim]) -> None:
    """Mark the files of these articles as outdone by another."""
    _update_claims(change, claims, {"outcome": _unless_rejected(Outcome.SAME_ARTICLE)})


def elect(change: Change, claims: Iterable[Claim]) -> None:
    """Mark these files, though unchanged, as the ones that their articles show."""
    _update_claims(change, claims, {"outcome": _unless_rejected(Outcome.UNCHANGED)})


def release(change: Change, claims: Iterable[Claim]) -> None:
    """Take the part of files that are gone and lie elsewhere now.

    If they come back, they are parsed again and keep their age.
    """
    _update_claims(
        change,
        claims,
        {
            "category_id": None,
            "further_categories": None,
            "mtime_ns": TO_PARSE,
            "outcome": _unless_rejected(Outcome.SAME_ARTICLE),
        },
    )


def _unless_rejected(outcome: Outcome) -> ColumnElement[str]:
    """An outcome for files but those that are to be reported again and again."""
    kept = imported_files.c.outcome
    # No IN: its list cannot be sent with many rows at once.
    reported = (Outcome.REJECTED, Outcome.UNPUBLISHED, Outcome.PASSED_OVER)
    is_reported = or_(*(kept == outcome for outcome in reported))
    return case((is_reported, kept), else_=outcome.value)


def _update_claims(
    change: Change, claims: Iterable[Claim], values: Mapping[str, object]
) -> None:
    rows = [{"b_archive": claim.origin, "b_path": claim.key} for claim in claims]
    if rows:
        change.connection.execute(
            update(imported_files)
            .where(imported_files.c.archive == bindparam("b_archive"))
            .where(imported_files.c.path == bindparam("b_path"))
            .values(values),
            rows,
        )


def _claims() -> Select[*tuple[Any, ...]]:
    return select(
        imported_files.c.archive, imported_files.c.path, imported_files.c.info_code,
        categories.c.raw, imported_files.c.is_complete, imported_files.c.is_html,
        imported_files.c.arrival, imported_files.c.is_published,
        imported_files.c.outcome, imported_files.c.further_categories,
    ).outerjoin(categories, categories.c.id == imported_files.c.category_id)  # fmt: skip


def _claim(row: Row[*tuple[Any, ...]]) -> Claim:
    return Claim(
        origin=row.archive,
        key=row.path,
        info_code=InfoCode(row.info_code),
        category=row.raw or "",
        is_complete=row.is_complete,
        is_html=row.is_html,
        arrival=row.arrival,
        is_published=row.is_published,
        is_aside=row.outcome == Outcome.PASSED_OVER,
        further_categories=tuple(json.loads(row.further_categories or "[]")),
    )
