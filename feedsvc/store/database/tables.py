"""The schema. Migrations repeat it step by step; `alembic check` holds the two together.

Every index names the query that needs it. Columns that a list never reads (`html`,
`raw`) come last in their table, so that SQLite need not touch their overflow pages.
Each table's columns are a class, from which mypy knows the types of a row; an annotation
with None is a column that may be NULL.
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    false,
    true,
)

from feedsvc.store.database.columns import Exact, Id, Micros
from feedsvc.store.database.partial_index import partial_index

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class _Site(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    revision: Named[int] = Column(BigInteger)


site = Table(
    "site",
    metadata,
    _Site,
    CheckConstraint("id = 1", name="one_row"),
)


class _Epochs(TypedColumns):
    hash: Named[str] = Column(Exact, primary_key=True)
    began_at: Named[datetime] = Column(Micros)


epochs = Table("epochs", metadata, _Epochs)


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


# What was done to articles, in the order of the rows.
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


class _Archives(TypedColumns):
    name: Named[str] = Column(Exact, primary_key=True)
    # Absolute and real path of the last import; NULL where that is not known: its files
    # then count as there.
    root: Named[str | None] = Column(Text)
    # When an import of it last finished.
    imported_at: Named[datetime | None] = Column(Micros)
    # Of what its files depend on, when an import last finished: see `Site.fingerprint`.
    fingerprint: Named[bytes | None] = Column(LargeBinary)


archives = Table("archives", metadata, _Archives)


class _SiteFacts(TypedColumns):
    name: Named[str] = Column(Exact, primary_key=True)
    value: Named[str] = Column(Text)


# Of the archive that the store began with: fields of `SiteFacts`.
site_facts = Table("site_facts", metadata, _SiteFacts)


class _ImportedFiles(TypedColumns):
    archive: Named[str] = Column(Exact, primary_key=True)
    path: Named[str] = Column(Exact, primary_key=True)
    size: Named[int] = Column(BigInteger)
    mtime_ns: Named[int] = Column(BigInteger)
    hash: Named[bytes] = Column(LargeBinary)
    outcome: Named[str] = Column(Text)
    reason: Named[str | None] = Column(Text)
    # The file's claim on its code: these columns decide the winner (D2).
    info_code: Named[str | None] = Column(Exact)
    category_id: Named[int | None] = Column(Id, ForeignKey("categories.id"))
    # Raw names of others, as JSON; NULL for none.
    further_categories: Named[str | None] = Column(Text)
    is_complete: Named[bool] = Column(Boolean)
    is_html: Named[bool] = Column(Boolean)
    # Counts up per code; of equals in two archives the later one wins.
    arrival: Named[int] = Column(Integer, server_default="0")
    # False: the file asks not to be published.
    is_published: Named[bool] = Column(Boolean, server_default=true())


imported_files = Table(
    "imported_files",
    metadata,
    _ImportedFiles,
    # the claims on a code
    Index("ix_imported_files_info_code", "info_code"),
    # files by outcome; numbers of an archive's files by outcome
    Index("ix_imported_files_outcome", "outcome", "archive", "path"),
    # an archive's files that ask to be withheld, to see whether they are still there
    partial_index(
        "ix_imported_files_withheld", "archive", "path", where="NOT is_published"
    ),
)


class _Clicks(TypedColumns):
    # the key begins with the day, which every sum is over a range of
    day: Named[date] = Column(Date, primary_key=True)
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"), primary_key=True)
    channel: Named[str] = Column(Text, primary_key=True)
    kind: Named[str] = Column(Text, primary_key=True)
    n: Named[int] = Column(BigInteger)


clicks = Table("clicks", metadata, _Clicks)


class _Misses(TypedColumns):
    # the key begins with the day, likewise
    day: Named[date] = Column(Date, primary_key=True)
    # Empty for what is malformed, or one code too many of its day.
    code: Named[str] = Column(Exact, primary_key=True)
    kind: Named[str] = Column(Text, primary_key=True)
    n: Named[int] = Column(BigInteger)


misses = Table("misses", metadata, _Misses)


class _Tokens(TypedColumns):
    prefix: Named[str] = Column(Exact, primary_key=True)
    name: Named[str] = Column(Exact)
    scopes: Named[str] = Column(Text)
    digest: Named[bytes] = Column(LargeBinary)
    created_at: Named[datetime] = Column(Micros)
    expires_at: Named[datetime] = Column(Micros)
    # Raw names of those it is bound to, as JSON; NULL for all.
    categories: Named[str | None] = Column(Text)


tokens = Table("tokens", metadata, _Tokens)


class _Partners(TypedColumns):
    key: Named[str] = Column(Exact, primary_key=True)
    name: Named[str] = Column(Exact, unique=True)
    # Origins, with spaces between.
    origins: Named[str] = Column(Text)
    created_at: Named[datetime] = Column(Micros)


partners = Table("partners", metadata, _Partners)


class _Loads(TypedColumns):
    # the key begins with the day, which every sum is over a range of
    day: Named[date] = Column(Date, primary_key=True)
    key: Named[str] = Column(Exact, ForeignKey("partners.key"), primary_key=True)
    n: Named[int] = Column(BigInteger)


loads = Table(
    "loads",
    metadata,
    _Loads,
    # the loads of a partner that is removed
    Index("ix_loads_key", "key"),
)


class _Cards(TypedColumns):
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"), primary_key=True)
    name: Named[str] = Column(Exact, primary_key=True)
    # Or begun, or tried: the process that writes the row makes the card. Its size is
    # NULL until then, and 0 if that failed.
    made_at: Named[datetime] = Column(Micros)
    body_bytes: Named[int | None] = Column(Integer)
    body: Named[bytes | None] = Column(LargeBinary)


cards = Table(
    "cards",
    metadata,
    _Cards,
    # the oldest, which go first; covers the sum of all sizes
    Index("ix_cards_made_at", "made_at", "body_bytes"),
)


class _Followers(TypedColumns):
    name: Named[str] = Column(Exact, primary_key=True)
    # The last revision that it has finished.
    revision: Named[int] = Column(BigInteger)
    # End of the lease on the next step; NULL while nobody holds it.
    held_until: Named[datetime | None] = Column(Micros)


followers = Table("followers", metadata, _Followers)


class _Media(TypedColumns):
    # SHA-256 of the content.
    digest: Named[bytes] = Column(LargeBinary, primary_key=True)
    media_type: Named[str] = Column(Text)
    size: Named[int] = Column(BigInteger)


media = Table("media", metadata, _Media)


class _MediaChunks(TypedColumns):
    digest: Named[bytes] = Column(
        LargeBinary, ForeignKey("media.digest"), primary_key=True
    )
    # From 0; all are of one size but the last.
    position: Named[int] = Column(Integer, primary_key=True)
    body: Named[bytes] = Column(LargeBinary)


media_chunks = Table("media_chunks", metadata, _MediaChunks)


class _ArticleMedia(TypedColumns):
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"), primary_key=True)
    digest: Named[bytes] = Column(
        LargeBinary, ForeignKey("media.digest"), primary_key=True
    )


# Everything that an article has ever shown or linked to, until it is purged.
article_media = Table(
    "article_media",
    metadata,
    _ArticleMedia,
    # whether another article uses a medium
    Index("ix_article_media_digest", "digest"),
)


class _MediaPaths(TypedColumns):
    # Decoded, on the site before this one; it leads to what was there last.
    path: Named[str] = Column(Exact, primary_key=True)
    digest: Named[bytes] = Column(LargeBinary, ForeignKey("media.digest"))
    name: Named[str] = Column(Text)


media_paths = Table(
    "media_paths",
    metadata,
    _MediaPaths,
    # the paths of a medium that is erased
    Index("ix_media_paths_digest", "digest"),
)


class _ImportedMedia(TypedColumns):
    archive: Named[str] = Column(Exact, primary_key=True)
    # Of the post's file, and of the file that it refers to.
    post: Named[str] = Column(Exact, primary_key=True)
    path: Named[str] = Column(Exact, primary_key=True)
    # -1 where there was none.
    size: Named[int] = Column(BigInteger)
    mtime_ns: Named[int] = Column(BigInteger)
    digest: Named[bytes] = Column(LargeBinary)


imported_media = Table(
    "imported_media",
    metadata,
    _ImportedMedia,
    # the posts that refer to a file that has changed
    Index("ix_imported_media_path", "archive", "path", "post"),
)


class _Imports(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    archive: Named[str] = Column(Exact)
    command: Named[str] = Column(Text)
    # The process that runs it, to tell whether it still does: see `Process`.
    host: Named[str] = Column(Text)
    pid: Named[int] = Column(Integer)
    born: Named[int] = Column(BigInteger)
    began_at: Named[datetime] = Column(Micros)
    # Its last sign of life.
    seen_at: Named[datetime] = Column(Micros)
    # NULL while it runs, and for good if it was killed; so is `ending`.
    ended_at: Named[datetime | None] = Column(Micros)
    ending: Named[str | None] = Column(Text)
    failure: Named[str | None] = Column(Text)
    # New or different files that are stored, of all that there are.
    done: Named[int] = Column(Integer)
    total: Named[int] = Column(Integer)
    new: Named[int] = Column(BigInteger)
    changed: Named[int] = Column(BigInteger)
    unchanged: Named[int] = Column(BigInteger)
    same_article: Named[int] = Column(BigInteger)
    rejected: Named[int] = Column(BigInteger)
    incomplete: Named[int] = Column(BigInteger)
    unpublished: Named[int] = Column(BigInteger)
    passed_over: Named[int] = Column(BigInteger)
    media: Named[int] = Column(BigInteger)
    media_bytes: Named[int] = Column(BigInteger)
    # All that it reported, those that are not kept too.
    findings: Named[int] = Column(Integer)


imports = Table(
    "imports",
    metadata,
    _Imports,
    # an archive's newest, and the one before another
    Index("ix_imports_archive", "archive", "id"),
)


class _ImportFindings(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    archive: Named[str] = Column(Exact)
    # Every import of the archive between these reported it.
    first_import: Named[int] = Column(BigInteger)
    last_import: Named[int] = Column(BigInteger)
    path: Named[str] = Column(Exact)
    finding: Named[str] = Column(Text)
    reason: Named[str] = Column(Text)


import_findings = Table(
    "import_findings",
    metadata,
    _ImportFindings,
    # those of an import, which it or a later one reported last
    Index("ix_import_findings_last_import", "last_import"),
)


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


class _Topics(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    # Variant and ids of its streams (store/subscriptions/topics.py): no slug, so that
    # it stays the same when a category is renamed.
    key: Named[str] = Column(Exact, unique=True)


# Feed documents that somebody subscribed to, or asked to.
topics = Table("topics", metadata, _Topics)


class _TopicStreams(TypedColumns):
    topic_id: Named[int] = Column(Id, ForeignKey("topics.id"), primary_key=True)
    stream_id: Named[int] = Column(Id, ForeignKey("streams.id"), primary_key=True)


topic_streams = Table(
    "topic_streams",
    metadata,
    _TopicStreams,
    # the topics that show a stream
    Index("ix_topic_streams_stream_id", "stream_id"),
)


class _Subscriptions(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    topic_id: Named[int] = Column(Id, ForeignKey("topics.id"))
    # SHA-256 of the callback.
    callback_digest: Named[bytes] = Column(LargeBinary)
    subscribed_at: Named[datetime] = Column(Micros)
    lease_until: Named[datetime] = Column(Micros)
    # The topic's revision that its subscriber has been told of; 0: of none.
    since: Named[int] = Column(BigInteger)
    # When its subscriber is to be told of what is behind `since`; NULL: of nothing.
    due_at: Named[datetime | None] = Column(Micros)
    # End of the lease of the process that delivers; NULL while none does.
    claimed_until: Named[datetime | None] = Column(Micros)
    # Deliveries that have failed since one succeeded, and when the first of them did.
    attempts: Named[int] = Column(Integer, server_default="0")
    failing_since: Named[datetime | None] = Column(Micros)
    # When it ended before its lease: it is listed until then, and told nothing more.
    ended_at: Named[datetime | None] = Column(Micros)
    # Class of the last answer's status, or the name of the failure.
    last_status: Named[str | None] = Column(Text)
    # Sealed; NULL where deliveries are not signed.
    secret: Named[str | None] = Column(Text)
    # As its subscriber spelt it.
    topic_url: Named[str] = Column(Text)
    callback: Named[str] = Column(Text)
    # Of the callback: others are delivered to while it is busy.
    host: Named[str] = Column(Exact)


subscriptions = Table(
    "subscriptions",
    metadata,
    _Subscriptions,
    # a topic's subscriptions; the one of a callback
    UniqueConstraint("topic_id", "callback_digest"),
    # subscriptions whose lease has ended
    Index("ix_subscriptions_lease_until", "lease_until"),
    # deliveries that are due, which most subscriptions have none of
    partial_index("ix_subscriptions_due", "due_at", where="due_at IS NOT NULL"),
    # subscriptions that fail, or have ended
    partial_index("ix_subscriptions_failing", "id", where="failing_since IS NOT NULL"),
)


class _Intents(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    topic_id: Named[int] = Column(Id, ForeignKey("topics.id"))
    callback_digest: Named[bytes] = Column(LargeBinary)
    mode: Named[str] = Column(Text)
    # Of the callback, to limit how often it is asked.
    host: Named[str] = Column(Exact)
    asked_at: Named[datetime] = Column(Micros)
    # When the callback is asked next: a process that asks puts it off first.
    due_at: Named[datetime] = Column(Micros)
    attempts: Named[int] = Column(Integer, server_default="0")
    # The topic's revision when it was asked for: a subscriber knows everything up to it.
    since: Named[int] = Column(BigInteger)
    lease_s: Named[int] = Column(Integer)
    secret: Named[str | None] = Column(Text)
    verify_token: Named[str | None] = Column(Text)
    # Of a denial.
    reason: Named[str | None] = Column(Text)
    topic_url: Named[str] = Column(Text)
    callback: Named[str] = Column(Text)


# Subscriptions asked for or given up, whose subscribers have yet to confirm it; and
# denials that they have yet to be told of.
intents = Table(
    "intents",
    metadata,
    _Intents,
    # the latest of a topic and a callback
    UniqueConstraint("topic_id", "callback_digest"),
    # those whose callbacks are to be asked
    Index("ix_intents_due_at", "due_at"),
    # those that one host is asked about
    Index("ix_intents_host", "host"),
)
