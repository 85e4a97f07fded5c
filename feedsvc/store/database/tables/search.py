"""The index of search."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Named,
    Table,
    TypedColumns,
)

from feedsvc.store.database.columns import Exact, Id, Micros
from feedsvc.store.database.partial_index import partial_index
from feedsvc.store.database.tables.base import metadata


class _SearchBlocks(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    oldest: Named[datetime] = Column(Micros)
    newest: Named[datetime] = Column(Micros)
    # Of its articles, by place: 8 bytes each, little-endian; id and microseconds.
    articles: Named[bytes] = Column(LargeBinary)
    dates: Named[bytes] = Column(LargeBinary)


# Lots of articles that search finds by their terms.
search_blocks = Table("search_blocks", metadata, _SearchBlocks)


class _SearchPostings(TypedColumns):
    bucket: Named[str] = Column(Exact, primary_key=True)
    # No foreign key, here and below: blocks are never deleted.
    block: Named[int] = Column(Id, primary_key=True)
    # The terms of the bucket, and the articles that have each (store/search/postings.py).
    body: Named[bytes] = Column(LargeBinary)


search_postings = Table("search_postings", metadata, _SearchPostings)


class _SearchDocuments(TypedColumns):
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"), primary_key=True)
    # NULL while it waits for one, and is found by its text alone.
    block: Named[int | None] = Column(Id)
    place: Named[int] = Column(Integer)
    published_at: Named[datetime] = Column(Micros)
    # Folded; zlib-compressed UTF-8 in a block, plain before.
    text: Named[bytes] = Column(LargeBinary)


search_documents = Table(
    "search_documents",
    metadata,
    _SearchDocuments,
    # those that wait for a block
    partial_index("ix_search_documents_waiting", "article_id", where="block IS NULL"),
)
