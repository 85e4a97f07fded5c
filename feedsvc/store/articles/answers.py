"""Answers, as stored: where codes and addresses lead, by indexed look-ups.

The queries are made once: to make one takes longer than to run it.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    bindparam,
    case,
    exists,
    select,
    true,
)

from feedsvc.model.answer import Published, Withdrawn
from feedsvc.model.article import ArticleState
from feedsvc.model.info_code import InfoCode
from feedsvc.store.database.tables import addresses, articles, stream_entries

_COLUMNS = (
    "id", "info_code", "permalink", "title", "published_at", "state", "state_at",
    "is_legal",
)  # fmt: skip


def _answering(
    source: FromClause, asked: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    """Columns of the article that answers, itself or its survivor, and what was asked."""
    survivor = articles.alias()
    is_merged = articles.c.state == ArticleState.MERGED
    # Asked of withdrawn ones alone; by ix_stream_entries_article_id.
    mine = stream_entries.c.article_id == articles.c.id
    was_shown = exists().where(mine).correlate(articles)
    is_withdrawn = articles.c.state == ArticleState.RETRACTED
    return select(
        case((is_withdrawn, was_shown), else_=true()).label("was_shown"),
        *(
            case((is_merged, survivor.c[name]), else_=articles.c[name]).label(name)
            for name in _COLUMNS
        ),
        asked.label("asked"),
    ).select_from(source.outerjoin(survivor, survivor.c.id == articles.c.merged_into))


_KEY: BindParameter[str] = bindparam("key")
_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_BY_CODE = _answering(articles, articles.c.info_code)
_BY_PERMALINK = _answering(articles, articles.c.permalink)
_BY_ADDRESS = _answering(
    addresses.join(articles, articles.c.id == addresses.c.article_id), addresses.c.path
)
# Each by the unique index of what is asked.
_ONE_BY_CODE = _BY_CODE.where(articles.c.info_code == _KEY)
_MANY_BY_CODE = _BY_CODE.where(articles.c.info_code.in_(_KEYS))
_MANY_BY_PATH = (
    _BY_PERMALINK.where(articles.c.permalink.in_(_KEYS)),
    _BY_ADDRESS.where(addresses.c.path.in_(_KEYS)),
)


def find_by_code(
    connection: Connection, code: InfoCode
) -> Published | Withdrawn | None:
    """Answer for an info code; None if it was never seen, or was not published yet."""
    row = connection.execute(_ONE_BY_CODE, {"key": code}).one_or_none()
    return None if row is None else _answer(row, code)


def by_codes(
    connection: Connection, codes: Collection[InfoCode]
) -> dict[InfoCode, Published | Withdrawn]:
    """Answers for those info codes that have one."""
    rows = connection.execute(_MANY_BY_CODE, {"keys": list(codes)})
    found = {InfoCode(row.asked): _answer(row, InfoCode(row.asked)) for row in rows}
    return {code: answer for code, answer in found.items() if answer is not None}


def by_paths(
    connection: Connection, paths: Collection[str]
) -> dict[str, Published | Withdrawn]:
    """Answers for those decoded paths that have one, permalinks before other addresses."""
    found: dict[str, Published | Withdrawn | None] = {}
    for query in _MANY_BY_PATH:
        missing = [path for path in paths if path not in found]
        rows = connection.execute(query, {"keys": missing}) if missing else ()
        found |= {row.asked: _answer(row, InfoCode(row.info_code)) for row in rows}
    return {path: answer for path, answer in found.items() if answer is not None}


def _answer(
    row: Row[*tuple[Any, ...]], asked: InfoCode
) -> Published | Withdrawn | None:
    if row.permalink is None:  # incomplete
        return None
    code = InfoCode(row.info_code)
    match row.state:
        case ArticleState.PUBLISHED:
            merged_from = asked if asked != code else None
            return Published(
                row.id, code, merged_from, row.permalink, row.title, row.published_at
            )
        case ArticleState.RETRACTED if row.was_shown:
            return Withdrawn(asked, row.state_at, row.is_legal)
        case _:
            return None
