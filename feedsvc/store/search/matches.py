"""Matches: articles that a search finds, newest first, each of them looked at.

The postings only narrow down: the text of each article decides, so both databases find
the same. The cost is bounded however much a search matches: it reads blocks until it has
enough, and looks at no more than `MOST_LOOKED_AT` articles.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from feedsvc.model.article import ArticleState
from feedsvc.model.info_code import InfoCode
from feedsvc.model.search import Place, Wanted
from feedsvc.model.terms import bucket
from feedsvc.store.database.tables import (
    articles,
    search_blocks,
    search_documents,
    search_postings,
)
from feedsvc.store.search import postings
from feedsvc.store.search.blocks import places_of
from feedsvc.store.search.documents import WAITING, unpacked

MOST_LOOKED_AT = 1_000
_AT_ONCE = 32  # articles
_MOST_OPENED = 64  # blocks together
_GROWTH = 4  # of the number of blocks that are opened together

# A few hundred rows, a block each, less their lists.
_BLOCKS = select(
    search_blocks.c.id, search_blocks.c.oldest, search_blocks.c.newest
).order_by(search_blocks.c.newest.desc(), search_blocks.c.id.desc())
_documents = search_documents.c
_WAITING = (
    select(
        _documents.published_at,
        _documents.article_id,
        _documents.text,
        articles.c.state,
    )
    .join(articles, articles.c.id == _documents.article_id)
    .where(WAITING)
)
_TEXTS = (
    select(_documents.article_id, _documents.block, _documents.text, articles.c.state)
    .join(articles, articles.c.id == _documents.article_id)
    .where(_documents.article_id.in_(bindparam("ids", expanding=True)))
)
_POSTINGS = select(search_postings.c.block, search_postings.c.body).where(
    search_postings.c.bucket == bindparam("bucket"),
    search_postings.c.block.in_(bindparam("blocks", expanding=True)),
)
_PLACES = select(
    search_blocks.c.id, search_blocks.c.articles, search_blocks.c.dates
).where(search_blocks.c.id.in_(bindparam("blocks", expanding=True)))


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results.

    Attributes:
        ids: of articles, newest first.
        older: place behind which the next page begins; None at the end. There may be
            one although the page is not full, where too many had to be looked at.
    """

    ids: tuple[int, ...]
    older: Place | None


class _Candidate(NamedTuple):
    """An article that may match, by a block that lists it.

    It may have left that block since: a block keeps its places.
    """

    place: Place
    block: int


@dataclass(slots=True)
class _Search:
    """A search under way, in one snapshot."""

    connection: Connection
    wanted: Wanted
    before: Place | None
    most: int
    looked_at: int = 0
    ended_at: Place | None = None

    def has(self, place: Place) -> bool:
        """True of a place that the page may show."""
        is_behind = self.before is None or place < self.before
        return is_behind and self.wanted.has(place.published_at)


def newest(
    connection: Connection,
    wanted: Wanted,
    *,
    before: Place | None,
    limit: int,
    most: int = MOST_LOOKED_AT,
) -> Found:
    """A page of the published articles that are wanted.

    Args:
        before: only what stands behind this place; None for the newest.
        limit: articles.
        most: articles that are looked at, beside those that wait for a block.
    """
    search = _Search(connection, wanted, before, most)
    both = merge(_found_waiting(search), _found_in_blocks(search), reverse=True)
    places = list(islice(both, limit + 1))
    ended_at = search.ended_at
    if ended_at is not None:  # what lies behind it was not looked at in the blocks
        places = [place for place in places if place >= ended_at]
    shown = places[:limit]
    older = shown[-1] if len(places) > limit else ended_at
    return Found(tuple(place.article_id for place in shown), older)


def find_place(connection: Connection, code: InfoCode) -> Place | None:
    """The place of an article that has, or had, a date; None if there is none."""
    query = select(articles.c.published_at, articles.c.id, articles.c.state).where(
        articles.c.info_code == code
    )
    row = connection.execute(query).one_or_none()
    if row is None or row.published_at is None or row.state == ArticleState.SCHEDULED:
        return None
    return Place(row.published_at, row.id)


def code_of(connection: Connection, place: Place) -> InfoCode:
    """The code of the article at a place."""
    query = select(articles.c.info_code).where(articles.c.id == place.article_id)
    return InfoCode(connection.execute(query).scalar_one())


def _found_waiting(search: _Search) -> list[Place]:
    """Matches among the documents that wait for a block, which are few."""
    parts = [clause.text.encode() for clause in search.wanted.clauses]
    found = [
        place
        for at, id_, text, state in search.connection.execute(_WAITING)
        if all(part in text for part in parts)  # most have not even these bytes
        and state == ArticleState.PUBLISHED
        and search.has(place := Place(at, id_))
        and search.wanted.holds(unpacked(None, text))
    ]
    return sorted(found, reverse=True)


def _found_in_blocks(search: _Search) -> Iterator[Place]:
    candidates = _candidates(search)
    while batch := list(islice(candidates, min(_AT_ONCE, search.most))):
        values = {"ids": [one.place.article_id for one in batch]}
        holding = {
            (id_, block)
            for id_, block, text, state in search.connection.execute(_TEXTS, values)
            if state == ArticleState.PUBLISHED
            and search.wanted.holds(unpacked(block, text))
        }
        for place, block in batch:
            if (place.article_id, block) in holding:
                yield place
        search.looked_at += len(batch)
        if search.looked_at >= search.most:
            search.ended_at = batch[-1].place
            return


def _candidates(search: _Search) -> Iterator[_Candidate]:
    """Articles that may match, newest first; blocks are opened as they are needed."""
    closed = [
        (newest, id_)
        for id_, oldest, newest in search.connection.execute(_BLOCKS)
        if _overlaps(search, oldest, newest)
    ]
    opened: list[_Candidate] = []
    size = 1
    while closed:
        lot, closed = closed[:size], closed[size:]
        size = min(size * _GROWTH, _MOST_OPENED)
        found = _open(search, [id_ for _, id_ in lot])
        opened = sorted((*opened, *found), reverse=True)
        # No block that is still closed has anything as new as these.
        ready = sum(
            not closed or one.place.published_at > closed[0][0] for one in opened
        )
        yield from opened[:ready]
        opened = opened[ready:]


def _overlaps(search: _Search, oldest: datetime, newest: datetime) -> bool:
    since, until, before = search.wanted.since, search.wanted.until, search.before
    return (
        (since is None or newest >= since)
        and (until is None or oldest < until)
        and (before is None or oldest <= before.published_at)
    )


def _open(search: _Search, blocks: Sequence[int]) -> Iterable[_Candidate]:
    """Candidates in some blocks: articles that have every term that is needed."""
    matched: dict[int, set[int] | None] = dict.fromkeys(blocks)
    for term in dict.fromkeys(
        term for one in search.wanted.clauses for term in one.terms
    ):
        values = {"bucket": bucket(term), "blocks": list(matched)}
        narrowed: dict[int, set[int] | None] = {}
        for block, body in search.connection.execute(_POSTINGS, values):
            having, before = postings.find(body, term), matched[block]
            both = having if before is None else before & having
            if both:
                narrowed[block] = both
        matched = narrowed
        if not matched:
            return []
    rows = search.connection.execute(_PLACES, {"blocks": list(matched)})
    return [
        _Candidate(place, id_)
        for id_, ids, dates in rows
        for place in places_of(ids, dates, matched[id_])
        if search.has(place)
    ]
