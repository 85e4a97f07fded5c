"""Blocks: lots of articles with postings of their own, made once and then revised.

A block is made of the documents that wait, beside any transaction, and kept in one. A
search reads a few rows of each block, newest first, and stops once it has enough.
"""

import struct
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, update

from feedsvc.model.search import Place, Searchable, terms_of
from feedsvc.model.terms import bucket
from feedsvc.store.database.tables import (
    search_blocks,
    search_documents,
    search_postings,
)
from feedsvc.store.search import documents, postings

SIZE = 1_024  # articles

_NUMBER = struct.Struct("<q")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Block:
    """A block that is not kept yet.

    Attributes:
        articles: those in it, with their texts, oldest first.
        postings: bodies by bucket.
    """

    articles: Sequence[Searchable]
    postings: dict[str, bytes]


def build(waiting: Sequence[Searchable]) -> Block:
    """Make a block of documents that wait, oldest first."""
    lists: dict[str, array[int]] = defaultdict(lambda: array("H"))
    for place, one in enumerate(waiting):
        for term in terms_of(one.text):
            lists[term].append(place)
    buckets: dict[str, dict[str, array[int]]] = defaultdict(dict)
    for term, places in lists.items():
        buckets[bucket(term)][term] = places
    return Block(
        waiting, {name: postings.pack(terms) for name, terms in buckets.items()}
    )


def keep(connection: Connection, block: Block) -> bool:
    """Keep a block; false, with nothing kept, if one of its documents was purged."""
    places = [one.place for one in block.articles]
    if not documents.lock_waiting(connection, [place.article_id for place in places]):
        return False
    inserted = connection.execute(
        insert(search_blocks).returning(search_blocks.c.id), row_of(places)
    )
    id_: int = inserted.scalar_one()
    rows = [
        {"b_id": one.place.article_id, "block": id_, "place": place, "text": text}
        for place, one in enumerate(block.articles)
        for text in (documents.packed(one.text),)
    ]
    mine = search_documents.c.article_id == bindparam("b_id")
    connection.execute(update(search_documents).where(mine), rows)
    connection.execute(
        insert(search_postings),
        [
            {"bucket": name, "block": id_, "body": body}
            for name, body in sorted(block.postings.items())
        ],
    )
    return True


def row_of(places: Sequence[Place]) -> dict[str, object]:
    """The row of a block of the articles at these places, oldest first."""
    dates = [(place.published_at - _EPOCH) // _MICROSECOND for place in places]
    return {
        "oldest": places[0].published_at,
        "newest": places[-1].published_at,
        "articles": _packed([place.article_id for place in places]),
        "dates": _packed(dates),
    }


def places_of(
    articles: bytes, dates: bytes, chosen: Iterable[int] | None
) -> list[Place]:
    """Places of some of a block's articles by their numbers in it, or of all."""
    numbers = range(len(articles) // _NUMBER.size) if chosen is None else chosen
    return [
        Place(_EPOCH + timedelta(microseconds=_number(dates, n)), _number(articles, n))
        for n in numbers
    ]


def _packed(numbers: Sequence[int]) -> bytes:
    return b"".join(map(_NUMBER.pack, numbers))


def _number(body: bytes, place: int) -> int:
    number: int = _NUMBER.unpack_from(body, place * _NUMBER.size)[0]
    return number
