"""Documents: the folded text of each article that is found, and its place in a block.

New ones wait, and are found by their text; `blocks` takes those that wait. A text that
changes in a block changes the block's postings with it, so they always say the same.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from feedsvc.model.article import ArticleState
from feedsvc.model.search import Place, Searchable, terms_of
from feedsvc.model.terms import by_bucket
from feedsvc.store.database.tables import (
    articles,
    search_blocks,
    search_documents,
    search_postings,
)
from feedsvc.store.search import postings

_columns = search_documents.c
_LEVEL = 6
_AT_ONCE = 100  # on PostgreSQL a larger list is looked up more slowly
# By ix_search_documents_waiting.
WAITING = _columns.block.is_(None)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A document as it is kept."""

    block: int | None
    place: int
    published_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class _Revision:
    """Terms that the article at a place of a block gains and loses."""

    place: int
    gained: set[str]
    lost: set[str]


def packed(text: str) -> bytes:
    """A text as a document in a block keeps it."""
    return zlib.compress(text.encode(), _LEVEL)


def unpacked(block: int | None, text: bytes) -> str:
    """The text of a document."""
    return (text if block is None else zlib.decompress(text)).decode()


def put(connection: Connection, given: Iterable[tuple[Searchable, int]]) -> set[int]:
    """Keep articles as they are searched, each with the revision that it was read at.

    Returns:
        Ids of articles that have moved on since, and are left out: they are to be read
        again.
    """
    revisions = {one.place.article_id: revision for one, revision in given}
    standing = _standing(connection, revisions)
    kept = _kept(connection, standing)
    new = [one for one, _ in given if one.place.article_id in standing]
    moved = [
        one.place.article_id
        for one in new
        if one.place.article_id in kept
        and kept[one.place.article_id].published_at != one.place.published_at
    ]
    _drop(connection, {id_: kept.pop(id_) for id_ in moved})
    _add(connection, [one for one in new if one.place.article_id not in kept])
    changed = {
        one.place.article_id: one.text
        for one in new
        if one.place.article_id in kept and kept[one.place.article_id].text != one.text
    }
    _change(connection, kept, changed)
    return revisions.keys() - standing


def drop(connection: Connection, article_ids: Sequence[int]) -> None:
    """Forget articles, in the postings too; those that are not kept are passed over."""
    _drop(connection, _kept(connection, article_ids))


def waiting(connection: Connection) -> int:
    """Number of documents that wait for a block."""
    query = select(func.count()).select_from(search_documents).where(WAITING)
    number: int = connection.execute(query).scalar_one()
    return number


def longest_waiting(connection: Connection, limit: int) -> list[Searchable]:
    """Documents that wait, of the earliest articles, oldest first."""
    query = (
        select(_columns.published_at, _columns.article_id, _columns.text)
        .where(WAITING)
        .order_by(_columns.published_at, _columns.article_id)
        .limit(limit)
    )
    return [
        Searchable(Place(at, id_), unpacked(None, text))
        for at, id_, text in connection.execute(query)
    ]


def lock_waiting(connection: Connection, article_ids: Sequence[int]) -> bool:
    """Lock documents until the transaction ends; false unless they all still wait."""
    found = 0
    for start in range(0, len(article_ids), _AT_ONCE):
        mine = _columns.article_id.in_(article_ids[start : start + _AT_ONCE])
        query = select(_columns.article_id).where(mine, WAITING).with_for_update()
        found += len(connection.execute(query).all())
    return found == len(article_ids)


def _standing(connection: Connection, revisions: Mapping[int, int]) -> set[int]:
    """Ids of the articles that are published and as they were read, locked.

    A purge locks its article too: it comes before this, or erases what this keeps.
    """
    query = (
        select(articles.c.id, articles.c.state, articles.c.revision)
        .where(articles.c.id.in_(revisions))
        .order_by(articles.c.id)
        .with_for_update()
    )
    return {
        id_
        for id_, state, revision in connection.execute(query)
        if state == ArticleState.PUBLISHED and revision == revisions[id_]
    }


def _kept(connection: Connection, article_ids: Iterable[int]) -> dict[int, _Kept]:
    query = select(
        _columns.article_id,
        _columns.block,
        _columns.place,
        _columns.published_at,
        _columns.text,
    ).where(_columns.article_id.in_(list(article_ids)))
    return {
        id_: _Kept(block, place, at, unpacked(block, text))
        for id_, block, place, at, text in connection.execute(query)
    }


def _add(connection: Connection, new: Sequence[Searchable]) -> None:
    rows = [
        {
            "article_id": one.place.article_id,
            "place": 0,
            "published_at": one.place.published_at,
            "text": one.text.encode(),
        }
        for one in new
    ]
    if rows:
        connection.execute(insert(search_documents), rows)


def _change(
    connection: Connection, kept: Mapping[int, _Kept], changed: Mapping[int, str]
) -> None:
    revisions: dict[int, list[_Revision]] = defaultdict(list)
    rows = []
    for id_, text in changed.items():
        before = kept[id_]
        if before.block is None:
            rows.append({"b_id": id_, "text": text.encode()})
            continue
        had, has = terms_of(before.text), terms_of(text)
        revisions[before.block].append(_Revision(before.place, has - had, had - has))
        rows.append({"b_id": id_, "text": packed(text)})
    _revise(connection, revisions)
    if rows:
        by_id = update(search_documents).where(_columns.article_id == bindparam("b_id"))
        connection.execute(by_id, rows)


def _drop(connection: Connection, kept: Mapping[int, _Kept]) -> None:
    revisions: dict[int, list[_Revision]] = defaultdict(list)
    for one in kept.values():
        if one.block is not None:
            lost = terms_of(one.text)
            revisions[one.block].append(_Revision(one.place, set(), lost))
    _revise(connection, revisions)
    if kept:
        mine = _columns.article_id.in_(list(kept))
        connection.execute(delete(search_documents).where(mine))


def _revise(connection: Connection, revisions: Mapping[int, list[_Revision]]) -> None:
    """Let the postings of blocks follow their articles."""
    for block, revised in sorted(revisions.items()):
        # A purge and a step of the follower may come to one block.
        lock = select(search_blocks.c.id).where(search_blocks.c.id == block)
        connection.execute(lock.with_for_update())
        for bucket, edits in sorted(_edits(revised).items()):
            _revise_bucket(connection, block, bucket, edits)


def _edits(revised: Iterable[_Revision]) -> dict[str, list[_Revision]]:
    """Parts of revisions by the bucket of their terms."""
    found: dict[str, list[_Revision]] = defaultdict(list)
    for one in revised:
        gained, lost = by_bucket(one.gained), by_bucket(one.lost)
        for bucket in gained.keys() | lost.keys():
            part = set(gained.get(bucket, ())), set(lost.get(bucket, ()))
            found[bucket].append(_Revision(one.place, *part))
    return found


def _revise_bucket(
    connection: Connection, block: int, bucket: str, edits: Iterable[_Revision]
) -> None:
    columns = search_postings.c
    mine = (columns.bucket == bucket) & (columns.block == block)
    body = connection.execute(select(columns.body).where(mine)).scalar_one_or_none()
    lists = (
        {} if body is None else {k: set(v) for k, v in postings.unpack(body).items()}
    )
    for one in edits:
        for term in one.lost:
            lists.get(term, set()).discard(one.place)
        for term in one.gained:
            lists.setdefault(term, set()).add(one.place)
    if body is not None:
        connection.execute(delete(search_postings).where(mine))
    if any(lists.values()):
        row = {"bucket": bucket, "block": block, "body": postings.pack(lists)}
        connection.execute(insert(search_postings), row)
