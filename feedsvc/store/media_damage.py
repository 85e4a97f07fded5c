"""Damage to media: those whose bytes are no longer what their digest says.

For `doctor --full`: every byte is read.
"""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from feedsvc.store.database.engine import Database
from feedsvc.store.database.tables import article_media, articles, media
from feedsvc.store.media import piece

_AT_ONCE = 500


def damaged(database: Database) -> Iterator[str]:
    """Codes of articles that use a damaged medium, in the order of the media."""
    last = b""
    while True:
        with database.read() as snapshot:
            query = select(media.c.digest).where(media.c.digest > last)
            some = query.order_by(media.c.digest).limit(_AT_ONCE)
            found = list(snapshot.execute(some).scalars())
        if not found:
            return
        for digest in found:
            if not _is_whole(database, digest):
                yield from _users(database, digest)
        last = found[-1]


def _is_whole(database: Database, digest: bytes) -> bool:
    content, position = hashlib.sha256(), 0
    with database.read() as snapshot:
        while body := piece(snapshot, digest, position):
            content.update(body)
            position += 1
    return content.digest() == digest


def _users(database: Database, digest: bytes) -> list[str]:
    query = (
        select(articles.c.info_code)
        .join(article_media, article_media.c.article_id == articles.c.id)
        .where(article_media.c.digest == digest)  # ix_article_media_digest
        .order_by(articles.c.id)
    )
    with database.read() as snapshot:
        return list(snapshot.execute(query).scalars())
