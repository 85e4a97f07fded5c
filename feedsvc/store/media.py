"""Media: files that articles show or link to, by content, in pieces.

They lie in the database, as articles do: every host of a site has that, a backup has all
of it, and an article never refers to what was not written with it.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select, text

from feedsvc.model.medium import Medium, media_path
from feedsvc.store.database.chunks import chunks
from feedsvc.store.database.tables import (
    article_media,
    media,
    media_chunks,
    media_paths,
)

# SQLAlchemy spells upserts apart for each database; ours understand the same.
_USE = text("""
    INSERT INTO article_media (article_id, digest) VALUES (:article_id, :digest)
    ON CONFLICT (article_id, digest) DO NOTHING
""")
_LEAD = text("""
    INSERT INTO media_paths (path, digest, name) VALUES (:path, :digest, :name)
    ON CONFLICT (path) DO UPDATE SET digest = excluded.digest, name = excluded.name
""")


def known(connection: Connection, digests: Collection[bytes]) -> set[bytes]:
    """Digests of those of these media that are kept, by primary key."""
    found: set[bytes] = set()
    for some in chunks(digests):
        query = select(media.c.digest).where(media.c.digest.in_(some))
        found.update(connection.execute(query).scalars())
    return found


def keep(
    connection: Connection, medium: Medium, pieces: Iterable[bytes] | None
) -> bool:
    """Keep a medium; false, and nothing is kept, if the pieces are another's.

    Args:
        medium: is not kept yet.
        pieces: of CHUNK_BYTES each, the last one shorter; None to keep only its name.
    """
    values = {"digest": medium.digest, "media_type": medium.media_type}
    connection.execute(insert(media), {**values, "size": medium.size})
    if pieces is None:
        return True
    digest = hashlib.sha256()
    for position, piece in enumerate(pieces):
        digest.update(piece)
        row = {"digest": medium.digest, "position": position, "body": piece}
        connection.execute(insert(media_chunks), row)
    is_right = digest.digest() == medium.digest
    if not is_right:
        discard(connection, [medium.digest])
    return is_right


def discard(connection: Connection, digests: Collection[bytes]) -> None:
    """Erase media that no article uses, and the paths that lead to them."""
    for table in (media_paths, media_chunks, media):  # by key and ix_media_paths_digest
        connection.execute(delete(table).where(table.c.digest.in_(list(digests))))


def use(connection: Connection, uses: Iterable[tuple[int, bytes]]) -> None:
    """Remember that articles, by id, use kept media."""
    rows = [{"article_id": id_, "digest": digest} for id_, digest in uses]
    if rows:
        connection.execute(_USE, rows)


def lead(connection: Connection, paths: Mapping[str, tuple[bytes, str]]) -> None:
    """Let decoded paths lead to media, by digest and name; the last one counts."""
    rows = [
        {"path": path, "digest": digest, "name": name}
        for path, (digest, name) in paths.items()
    ]
    if rows:
        connection.execute(_LEAD, rows)


def find(connection: Connection, digest: bytes) -> Medium | None:
    """The medium with this content, by primary key."""
    query = select(media.c.media_type, media.c.size).where(media.c.digest == digest)
    row = connection.execute(query).one_or_none()
    return None if row is None else Medium(digest, row.media_type, row.size)


def find_at(connection: Connection, path: str) -> str | None:
    """Path on this site of what was at a path of the site before it, by primary key."""
    query = select(media_paths.c.digest, media_paths.c.name)
    row = connection.execute(query.where(media_paths.c.path == path)).one_or_none()
    return None if row is None else media_path(row.digest, row.name)


def piece(connection: Connection, digest: bytes, position: int) -> bytes:
    """One piece of a medium, by primary key; empty behind the last."""
    query = select(media_chunks.c.body).where(
        media_chunks.c.digest == digest, media_chunks.c.position == position
    )
    body: bytes | None = connection.execute(query).scalar_one_or_none()
    return body or b""


def whole(connection: Connection, digest: bytes, max_bytes: int) -> bytes:
    """All of a medium, by primary key; empty if it is larger, or is none."""
    found = find(connection, digest)
    if found is None or found.size > max_bytes:
        return b""
    query = select(media_chunks.c.body).where(media_chunks.c.digest == digest)
    pieces = connection.execute(query.order_by(media_chunks.c.position)).scalars()
    return b"".join(pieces)


def sizes(connection: Connection, digests: Collection[bytes]) -> dict[bytes, int]:
    """Sizes of those of these media that are kept, by primary key."""
    query = select(media.c.digest, media.c.size)
    return {
        digest: size
        for some in chunks(digests)
        for digest, size in connection.execute(query.where(media.c.digest.in_(some)))
    }


def forget(connection: Connection, article_id: int) -> None:
    """Erase the media that an article has used, but for those of other articles."""
    mine = article_media.c.article_id == article_id
    query = select(article_media.c.digest).where(mine)
    digests = list(connection.execute(query).scalars())
    connection.execute(delete(article_media).where(mine))
    for some in chunks(digests):
        used = select(article_media.c.digest).where(  # ix_article_media_digest
            article_media.c.digest.in_(some)
        )
        discard(connection, set(some) - set(connection.execute(used).scalars()))
