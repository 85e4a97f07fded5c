"""Media, and the cards that are drawn."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
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
