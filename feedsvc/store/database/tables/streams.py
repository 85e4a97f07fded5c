"""Streams, and the categories and sources that they are of."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
)

from feedsvc.store.database.columns import Exact, Id, Micros
from feedsvc.store.database.tables.base import metadata


class _Categories(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    raw: Named[str] = Column(Exact, unique=True)
    slug: Named[str] = Column(Exact, unique=True)
    title: Named[str] = Column(Text)
    # Date of the newest article whose tags gave the title: later ones may replace it.
    titled_at: Named[datetime | None] = Column(Micros)
    is_outlet: Named[bool] = Column(Boolean)
    # Decided by a person: what it is about, and since when it has no page and no feeds;
    # then who decided about it last, and when.
    description: Named[str] = Column(Text, server_default="")
    retired_at: Named[datetime | None] = Column(Micros)
    decided_by: Named[str | None] = Column(Text)
    decided_at: Named[datetime | None] = Column(Micros)


categories = Table("categories", metadata, _Categories)


class _Sources(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    name: Named[str] = Column(Exact, unique=True)
    slug: Named[str] = Column(Exact, unique=True)
    is_listed: Named[bool] = Column(Boolean)
    # Decided by a person: a title in place of the name, and a page of the source's own;
    # then who decided last, and when. All NULL where nobody did.
    title: Named[str | None] = Column(Text)
    url: Named[str | None] = Column(Text)
    decided_by: Named[str | None] = Column(Text)
    decided_at: Named[datetime | None] = Column(Micros)


sources = Table("sources", metadata, _Sources)


class _SourceAliases(TypedColumns):
    # A key of names, like a source's; no source has it for its own.
    name: Named[str] = Column(Exact, primary_key=True)
    source_id: Named[int] = Column(Id, ForeignKey("sources.id"))
    decided_by: Named[str] = Column(Text)
    decided_at: Named[datetime] = Column(Micros)


# Further names that people gave to sources: credits in them lead to the source.
source_aliases = Table(
    "source_aliases",
    metadata,
    _SourceAliases,
    # a source's other names
    Index("ix_source_aliases_source_id", "source_id"),
)


class _Streams(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    kind: Named[str] = Column(Text)
    category_id: Named[int | None] = Column(
        Id, ForeignKey("categories.id"), unique=True
    )
    source_id: Named[int | None] = Column(Id, ForeignKey("sources.id"), unique=True)
    # Of the current document: its window's digest, and when it last came out different.
    revision: Named[int] = Column(BigInteger)
    changed_at: Named[datetime] = Column(Micros)
    window_hash: Named[bytes] = Column(LargeBinary)
    ttl_s: Named[int] = Column(Integer, server_default="1800")
    # The open archive page (RFC 5005): entries get their page on first entering.
    page: Named[int] = Column(Integer)
    page_entries: Named[int] = Column(Integer)
    page_bytes: Named[int] = Column(Integer)
    # How many of its entries are shown: lists of streams read no entries.
    shown: Named[int] = Column(Integer, server_default="0")
    # The articles that it held: 8 bytes an id, big-endian; NULL if that was never noted.
    held: Named[bytes | None] = Column(LargeBinary)
    # When its category's or source's name, title or addresses last changed.
    facts_revision: Named[int] = Column(BigInteger, server_default="1")


streams = Table(
    "streams",
    metadata,
    _Streams,
    # every stream of a kind, for the indexes of categories and sources
    Index("ix_streams_kind", "kind"),
    # streams that a change, or the next one, moved
    Index("ix_streams_revision", "revision"),
    # categories and sources that a mirror has yet to hear of
    Index("ix_streams_facts_revision", "facts_revision", "id"),
)


class _StreamEntries(TypedColumns):
    stream_id: Named[int] = Column(Id, ForeignKey("streams.id"), primary_key=True)
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"), primary_key=True)
    page: Named[int] = Column(Integer)
    published_at: Named[datetime] = Column(Micros)
    revision: Named[int] = Column(BigInteger)
    # When a change elsewhere last let it into the current document; 0 if none did.
    entered: Named[int] = Column(BigInteger, server_default="0")
    state: Named[str] = Column(Text)


stream_entries = Table(
    "stream_entries",
    metadata,
    _StreamEntries,
    # a stream's newest, and keyset paging back from any article
    Index(
        "ix_stream_entries_newest", "stream_id", "state", "published_at", "article_id"
    ),
    # the streams of an article
    Index("ix_stream_entries_article_id", "article_id"),
    # an archive page
    Index("ix_stream_entries_stream_id_page", "stream_id", "page"),
    # what changed in a stream since a revision, of one state
    Index(
        "ix_stream_entries_stream_id_state_revision", "stream_id", "state", "revision"
    ),
)
