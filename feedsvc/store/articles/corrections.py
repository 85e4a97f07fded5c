"""Corrections of credits, as stored beside their articles."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Select, delete, insert, select

from feedsvc.model.attribution import Attribution, Role
from feedsvc.model.correction import Correction, corrected_credits
from feedsvc.model.info_code import InfoCode
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import articles, corrections


def by_codes(
    connection: Connection, codes: Iterable[InfoCode]
) -> dict[InfoCode, tuple[Correction, ...]]:
    """Corrections of those of these articles that have any; by their keys."""
    found: dict[InfoCode, tuple[Correction, ...]] = {}
    query = _corrections().where(articles.c.info_code.in_(list(codes)))
    for code, correction in _read(connection, query):
        found[code] = (*found.get(code, ()), correction)
    return found


def all_found(connection: Connection) -> list[tuple[InfoCode, Correction]]:
    """Every correction there is, by code and role; few articles have any."""
    # Sorted here: for the order SQLite would read all articles.
    found = _read(connection, _corrections())
    return sorted(found, key=lambda one: (one[0], one[1].role))


def put(change: Change, article_id: int, correction: Correction) -> None:
    """Keep a correction in place of an earlier one of its role."""
    forget(change, article_id, [correction.role])
    row = {
        "article_id": article_id,
        "role": correction.role,
        "credits": _written(correction.credits),
        "decided_by": correction.by,
        "decided_at": correction.at,
    }
    change.connection.execute(insert(corrections), row)


def forget(change: Change, article_id: int, roles: Iterable[Role] = Role) -> None:
    """Remove an article's corrections of these roles."""
    change.connection.execute(
        delete(corrections)
        .where(corrections.c.article_id == article_id)
        .where(corrections.c.role.in_(list(roles)))
    )


def _corrections() -> Select[str, str, str, str, datetime]:
    columns = corrections.c
    return select(
        articles.c.info_code, columns.role, columns.credits, columns.decided_by,
        columns.decided_at,
    ).join(articles, articles.c.id == columns.article_id)  # fmt: skip


def _read(
    connection: Connection, query: Select[str, str, str, str, datetime]
) -> list[tuple[InfoCode, Correction]]:
    return [
        (InfoCode(code), Correction(Role(role), _credits(role, written), by, at))
        for code, role, written, by, at in connection.execute(query)
    ]


def _credits(role: str, written: str) -> tuple[Attribution, ...]:
    return corrected_credits(Role(role), json.loads(written))


def _written(credits_: Iterable[Attribution]) -> str:
    said = [(credit.name, credit.label, credit.url or "") for credit in credits_]
    return json.dumps(said, ensure_ascii=False)
