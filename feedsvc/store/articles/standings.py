"""Standings: where an address or a code leads, read in one indexed look-up.

The queries are made once: to make one takes longer than to run it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, case, select

from feedsvc.model.article import ArticleState
from feedsvc.model.info_code import InfoCode
from feedsvc.store.database.tables import addresses, articles


@dataclass(frozen=True, slots=True)
class Standing:
    """The article that answers: itself, or the survivor it was merged into.

    Attributes:
        permalink: decoded; None while incomplete.
        state_at: when it came into its state.
    """

    article_id: int
    info_code: InfoCode
    permalink: str | None
    state: ArticleState
    state_at: datetime
    is_legal: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A standing with what may be told of the article that answers, while published."""

    standing: Standing
    title: str
    published_at: datetime | None


def _answering(*more: str) -> Select[Any]:
    """Columns of the article that answers."""
    survivor = articles.alias()
    is_merged = articles.c.state == ArticleState.MERGED
    columns = ("id", "info_code", "permalink", "state", "state_at", "is_legal", *more)
    return select(
        *(
            case((is_merged, survivor.c[name]), else_=articles.c[name]).label(name)
            for name in columns
        )
    ).outerjoin(survivor, survivor.c.id == articles.c.merged_into)


_KEY: BindParameter[str] = bindparam("key")
_BY_CODE = _answering().where(articles.c.info_code == _KEY)
_BY_PERMALINK = _answering().where(articles.c.permalink == _KEY)
_AT_ADDRESS = articles.c.id == (
    select(addresses.c.article_id).where(addresses.c.path == _KEY).scalar_subquery()
)
_BY_ADDRESS = _answering().where(_AT_ADDRESS)
_BY_CODES = (
    _answering("title", "published_at")
    .add_columns(articles.c.info_code.label("asked"))
    .where(articles.c.info_code.in_(bindparam("keys", expanding=True)))
)


def find_by_code(connection: Connection, code: InfoCode) -> Standing | None:
    """Where an info code leads; None if it was never seen."""
    return _find(connection, _BY_CODE, code)


def find_by_path(connection: Connection, path: str) -> Standing | None:
    """Where a decoded path leads, permalinks before other addresses; None if unknown."""
    return _find(connection, _BY_PERMALINK, path) or _find(
        connection, _BY_ADDRESS, path
    )


def by_codes(
    connection: Connection, codes: Collection[InfoCode]
) -> dict[InfoCode, Named]:
    """Where info codes lead that were ever seen; the key is the one that was asked for."""
    return {
        InfoCode(row.asked): Named(_standing(row), row.title, row.published_at)
        for row in connection.execute(_BY_CODES, {"keys": list(codes)})
    }


def _find(connection: Connection, query: Select[Any], key: str) -> Standing | None:
    row = connection.execute(query, {"key": key}).one_or_none()
    return None if row is None else _standing(row)


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        article_id=row.id,
        info_code=InfoCode(row.info_code),
        permalink=row.permalink,
        state=ArticleState(row.state),
        state_at=row.state_at,
        is_legal=row.is_legal,
    )
