"""Articles, and all that is kept of each."""

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
    false,
    true,
)

from feedsvc.store.database.columns import Exact, Id, Micros
from feedsvc.store.database.partial_index import partial_index
from feedsvc.store.database.tables.base import metadata


class _Articles(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    info_code: Named[str] = Column(Exact, unique=True)
    # Both are given once, when there is a date: an incomplete article has neither.
    entry_id: Named[str | None] = Column(Exact, unique=True)
    permalink: Named[str | None] = Column(Exact, unique=True)
    slug: Named[str] = Column(Text)
    state: Named[str] = Column(Text)
    state_at: Named[datetime] = Column(Micros)
    state_reason: Named[str | None] = Column(Text)
    is_legal: Named[bool] = Column(Boolean)
    is_purged: Named[bool] = Column(Boolean)
    # Retracted, or scheduled for no day, because its files ask for it, not a person.
    is_withheld: Named[bool] = Column(Boolean, server_default=false())
    # A person decided that it has no publisher, and its category stands in for none.
    is_unsourced: Named[bool] = Column(Boolean, server_default=false())
    merged_into: Named[int | None] = Column(Id, ForeignKey("articles.id"))
    category_id: Named[int | None] = Column(Id, ForeignKey("categories.id"))
    published_at: Named[datetime | None] = Column(Micros)
    updated_at: Named[datetime | None] = Column(Micros)
    revision: Named[int] = Column(BigInteger)
    content_hash: Named[bytes] = Column(LargeBinary)
    rules_version: Named[int] = Column(Integer)
    origin_url: Named[str | None] = Column(Text)
    language: Named[str | None] = Column(Text)  # NULL: the site's
    has_time: Named[bool] = Column(Boolean, server_default=true())  # else a day alone
    title: Named[str] = Column(Text)
    summary: Named[str] = Column(Text)
    html_bytes: Named[int] = Column(Integer)
    html: Named[str] = Column(Text)
    raw: Named[bytes] = Column(LargeBinary)


articles = Table(
    "articles",
    metadata,
    _Articles,
    # due articles; days and their neighbours
    Index("ix_articles_state_published_at", "state", "published_at", "id"),
    # articles that must follow when their survivor is merged
    Index("ix_articles_merged_into", "merged_into"),
    # articles that `rederive` has still to process
    Index("ix_articles_rules_version", "rules_version", "id"),
    # articles that a mirror has yet to hear of
    Index("ix_articles_revision", "revision", "id"),
)


class _ArticleVersions(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"))
    replaced_at: Named[datetime] = Column(Micros)
    replaced_by: Named[str] = Column(Text)
    reason: Named[str] = Column(Text)
    title: Named[str] = Column(Text)
    summary: Named[str] = Column(Text)
    html: Named[str] = Column(Text)
    raw: Named[bytes] = Column(LargeBinary)


article_versions = Table(
    "article_versions",
    metadata,
    _ArticleVersions,
    # an article's history
    Index("ix_article_versions_article_id", "article_id", "id"),
)


class _ArticleEvents(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"))
    at: Named[datetime] = Column(Micros)
    deed: Named[str] = Column(Text)
    # Token's name, command or import.
    by: Named[str] = Column(Text)
    note: Named[str] = Column(Text)


# Deeds on articles, in the order of the rows.
article_events = Table(
    "article_events",
    metadata,
    _ArticleEvents,
    # an article's history
    Index("ix_article_events_article_id", "article_id", "id"),
)


class _Attributions(TypedColumns):
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"), primary_key=True)
    position: Named[int] = Column(Integer, primary_key=True)
    role: Named[str] = Column(Text)
    name: Named[str] = Column(Text)
    url: Named[str | None] = Column(Text)
    raw: Named[str] = Column(Text)
    rule: Named[str] = Column(Text)
    label: Named[str] = Column(Text, server_default="")
    source_id: Named[int | None] = Column(Id, ForeignKey("sources.id"))


attributions = Table(
    "attributions",
    metadata,
    _Attributions,
    # whether a source is known well enough to be listed
    Index("ix_attributions_source_id", "source_id", "rule"),
    # names that an operator searches for
    Index("ix_attributions_name", "name", "article_id"),
)


class _Evidence(TypedColumns):
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"), primary_key=True)
    position: Named[int] = Column(Integer, primary_key=True)
    name: Named[str] = Column(Text)
    raw: Named[str] = Column(Text)
    rule: Named[str] = Column(Text)


# Publishers that a text names too, and that a stronger one stands for: on no surface.
evidence = Table("evidence", metadata, _Evidence)


class _Corrections(TypedColumns):
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"), primary_key=True)
    role: Named[str] = Column(Text, primary_key=True)
    # Name, label and URL of each credit, as JSON; [] credits nobody.
    credits: Named[str] = Column(Text)
    decided_by: Named[str] = Column(Text)
    decided_at: Named[datetime] = Column(Micros)


# Decisions of people, which stand for an article's own credits of the role.
corrections = Table("corrections", metadata, _Corrections)


class _Addresses(TypedColumns):
    path: Named[str] = Column(Exact, primary_key=True)
    article_id: Named[int | None] = Column(Id, ForeignKey("articles.id"))
    stream_id: Named[int | None] = Column(Id, ForeignKey("streams.id"))


addresses = Table(
    "addresses",
    metadata,
    _Addresses,
    # the further addresses of an article
    Index("ix_addresses_article_id", "article_id"),
    # the addresses that streams had, which few have
    partial_index("ix_addresses_stream_id", "stream_id", where="stream_id IS NOT NULL"),
)
