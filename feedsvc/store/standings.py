"""Standings: where an address or a code leads, read in one indexed look-up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, select

from feedsvc.model.article import ArticleState
from feedsvc.model.info_code import InfoCode
from feedsvc.store.tables import addresses, articles


@dataclass(frozen=True, slots=True)
class Standing:
    """The article that answers: itself, or the survivor it was merged into.

    Attributes:
        article_id: of the one that answers.
        permalink: decoded; None while incomplete.
        state_at: when it came into its state.
    """

    article_id: int
    permalink: str | None
    state: ArticleState
    state_at: datetime
    is_legal: bool


def find_by_code(connection: Connection, code: InfoCode) -> Standing | None:
    """Where an info code leads; None if it was never seen."""
    return _find(connection, articles.c.info_code == code)


def find_by_path(connection: Connection, path: str) -> Standing | None:
    """Where a decoded path leads, permalinks before other addresses; None if unknown."""
    standing = _find(connection, articles.c.permalink == path)
    if standing is not None:
        return standing
    query = select(addresses.c.article_id).where(addresses.c.path == path)
    article_id = connection.execute(query).scalar_one_or_none()
    if article_id is None:
        return None
    return _find(connection, articles.c.id == article_id)


def _find(connection: Connection, condition: ColumnElement[bool]) -> Standing | None:
    survivor = articles.alias()
    is_merged = articles.c.state == ArticleState.MERGED
    columns = ("id", "permalink", "state", "state_at", "is_legal")
    query = (
        select(
            *(
                case((is_merged, survivor.c[name]), else_=articles.c[name]).label(name)
                for name in columns
            )
        )
        .outerjoin(survivor, survivor.c.id == articles.c.merged_into)
        .where(condition)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Standing(
        article_id=row.id,
        permalink=row.permalink,
        state=ArticleState(row.state),
        state_at=row.state_at,
        is_legal=row.is_legal,
    )
