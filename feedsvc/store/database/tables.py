"""The schema. Migrations repeat it step by step; `alembic check` holds the two together.

Every index names the query that needs it. Columns that a list never reads (`html`,
`raw`) come last in their table, so that SQLite need not touch their overflow pages.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
    true,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Micros(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC microseconds since 1970: SQLite loses zones."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> int | None:
        """Convert to microseconds; a naive datetime raises TypeError."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(
        self,
        value: int | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """Convert to an aware UTC datetime."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


# Compared and sorted by bytes on both databases, whatever PostgreSQL's locale: raw names
# are exact, and the walk over an archive is sorted the way Python sorts.
Exact = Text().with_variant(Text(collation="C"), "postgresql")
# SQLite only gives out row ids for INTEGER PRIMARY KEY.
Id = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

site = Table(
    "site",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

epochs = Table(
    "epochs",
    metadata,
    Column("hash", Exact, primary_key=True),
    Column("began_at", Micros, nullable=False),
)

categories = Table(
    "categories",
    metadata,
    Column("id", Id, primary_key=True),
    Column("raw", Exact, nullable=False, unique=True),
    Column("slug", Exact, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    # Date of the newest article whose tags gave the title: later ones may replace it.
    Column("titled_at", Micros),
    Column("is_outlet", Boolean, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Exact, nullable=False, unique=True),
    Column("slug", Exact, nullable=False, unique=True),
    Column("is_listed", Boolean, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("info_code", Exact, nullable=False, unique=True),
    # Both are given once, when there is a date: an incomplete article has neither.
    Column("entry_id", Exact, unique=True),
    Column("permalink", Exact, unique=True),
    Column("slug", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("state_at", Micros, nullable=False),
    Column("state_reason", Text),
    Column("is_legal", Boolean, nullable=False),
    Column("is_purged", Boolean, nullable=False),
    # Retracted, or scheduled for no day, because its files ask for it, not a person.
    Column("is_withheld", Boolean, nullable=False, server_default=false()),
    Column("merged_into", Id, ForeignKey("articles.id")),
    Column("category_id", Id, ForeignKey("categories.id")),
    Column("published_at", Micros),
    Column("updated_at", Micros),
    Column("revision", BigInteger, nullable=False),
    Column("content_hash", LargeBinary, nullable=False),
    Column("rules_version", Integer, nullable=False),
    Column("origin_url", Text),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("html_bytes", Integer, nullable=False),
    Column("html", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    # due articles; days and their neighbours
    Index("ix_articles_state_published_at", "state", "published_at", "id"),
    # articles that must follow when their survivor is merged
    Index("ix_articles_merged_into", "merged_into"),
    # articles that `rederive` has still to process
    Index("ix_articles_rules_version", "rules_version", "id"),
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", Id, ForeignKey("articles.id"), nullable=False),
    Column("replaced_at", Micros, nullable=False),
    Column("replaced_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    # an article's history
    Index("ix_article_versions_article_id", "article_id", "id"),
)

attributions = Table(
    "attributions",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("url", Text),
    Column("raw", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("source_id", Id, ForeignKey("sources.id")),
    # whether a source is known well enough to be listed
    Index("ix_attributions_source_id", "source_id", "rule"),
    # names that an operator searches for
    Index("ix_attributions_name", "name", "article_id"),
)

streams = Table(
    "streams",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("category_id", Id, ForeignKey("categories.id"), unique=True),
    Column("source_id", Id, ForeignKey("sources.id"), unique=True),
    # Of the current document: its window's digest, and when it last came out different.
    Column("revision", BigInteger, nullable=False),
    Column("changed_at", Micros, nullable=False),
    Column("window_hash", LargeBinary, nullable=False),
    Column("ttl_s", Integer, nullable=False, server_default="1800"),
    # The open archive page (RFC 5005): entries get their page on first entering.
    Column("page", Integer, nullable=False),
    Column("page_entries", Integer, nullable=False),
    Column("page_bytes", Integer, nullable=False),
    # How many of its entries are shown: lists of streams read no entries.
    Column("shown", Integer, nullable=False, server_default="0"),
    # The articles that it held: 8 bytes an id, big-endian; NULL if that was never noted.
    Column("held", LargeBinary),
    # every stream of a kind, for the indexes of categories and sources
    Index("ix_streams_kind", "kind"),
    # streams that a change, or the next one, moved
    Index("ix_streams_revision", "revision"),
)

stream_entries = Table(
    "stream_entries",
    metadata,
    Column("stream_id", Id, ForeignKey("streams.id"), primary_key=True),
    Column("article_id", Id, ForeignKey("articles.id"), primary_key=True),
    Column("page", Integer, nullable=False),
    Column("published_at", Micros, nullable=False),
    Column("revision", BigInteger, nullable=False),
    # When a change elsewhere last let it into the current document; 0 if none did.
    Column("entered", BigInteger, nullable=False, server_default="0"),
    Column("state", Text, nullable=False),
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

addresses = Table(
    "addresses",
    metadata,
    Column("path", Exact, primary_key=True),
    Column("article_id", Id, ForeignKey("articles.id")),
    Column("stream_id", Id, ForeignKey("streams.id")),
    # the further addresses of an article
    Index("ix_addresses_article_id", "article_id"),
    # the addresses that streams had, which few have
    Index(
        "ix_addresses_stream_id",
        "stream_id",
        sqlite_where=text("stream_id IS NOT NULL"),
        postgresql_where=text("stream_id IS NOT NULL"),
    ),
)

archives = Table(
    "archives",
    metadata,
    Column("name", Exact, primary_key=True),
    # Absolute and real path of the last import; NULL where that is not known: its files
    # then count as there.
    Column("root", Text),
    # When an import of it last finished.
    Column("imported_at", Micros),
)

imported_files = Table(
    "imported_files",
    metadata,
    Column("archive", Exact, primary_key=True),
    Column("path", Exact, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    # The file's claim on its code: these columns decide the winner (D2).
    Column("info_code", Exact),
    Column("category_id", Id, ForeignKey("categories.id")),
    Column("is_complete", Boolean, nullable=False),
    Column("is_html", Boolean, nullable=False),
    # Counts up per code; of equals in two archives the later one wins.
    Column("arrival", Integer, nullable=False, server_default="0"),
    # False: the file asks not to be published.
    Column("is_published", Boolean, nullable=False, server_default=true()),
    # the claims on a code
    Index("ix_imported_files_info_code", "info_code"),
    # files by outcome; numbers of an archive's files by outcome
    Index("ix_imported_files_outcome", "outcome", "archive", "path"),
    # an archive's files that ask to be withheld, to see whether they are still there
    Index(
        "ix_imported_files_withheld",
        "archive",
        "path",
        sqlite_where=text("NOT is_published"),
        postgresql_where=text("NOT is_published"),
    ),
)

clicks = Table(
    "clicks",
    metadata,
    # the key begins with the day, which every sum is over a range of
    Column("day", Date, primary_key=True),
    Column("article_id", Id, ForeignKey("articles.id"), primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("n", BigInteger, nullable=False),
)

misses = Table(
    "misses",
    metadata,
    # the key begins with the day, likewise
    Column("day", Date, primary_key=True),
    # Empty for what is malformed, or one code too many of its day.
    Column("code", Exact, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("n", BigInteger, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("prefix", Exact, primary_key=True),
    Column("name", Exact, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("created_at", Micros, nullable=False),
    Column("expires_at", Micros, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id"), primary_key=True),
    Column("name", Exact, primary_key=True),
    # Or begun, or tried: the process that writes the row makes the card. Its size is
    # NULL until then, and 0 if that failed.
    Column("made_at", Micros, nullable=False),
    Column("body_bytes", Integer),
    Column("body", LargeBinary),
    # the oldest, which go first; covers the sum of all sizes
    Index("ix_cards_made_at", "made_at", "body_bytes"),
)

followers = Table(
    "followers",
    metadata,
    Column("name", Exact, primary_key=True),
    # The last revision that it has finished.
    Column("revision", BigInteger, nullable=False),
    # End of the lease on the next step; NULL while nobody holds it.
    Column("held_until", Micros),
)
