"""Imported media: which files posts of an archive referred to, and as what they stood.

A post is read again when one of them has changed, although the post has not.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from feedsvc.model.medium import Attachment
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import imported_media

_COLUMNS = imported_media.c


def between(
    connection: Connection, archive: str, first: str, last: str
) -> dict[str, list[Attachment]]:
    """Files that an archive's posts from path `first` to path `last` referred to.

    By primary key.
    """
    query = _files(archive).where(_COLUMNS.post >= first, _COLUMNS.post <= last)
    return _by_post(connection, query)


def of_posts(
    connection: Connection, archive: str, posts: Iterable[str]
) -> dict[str, list[Attachment]]:
    """Files that these posts of an archive referred to, by primary key."""
    query = _files(archive).where(_COLUMNS.post.in_(list(posts)))
    return _by_post(connection, query)


def posts_with(connection: Connection, archive: str, paths: Iterable[str]) -> set[str]:
    """Posts that referred to one of these files, by ix_imported_media_path."""
    query = select(_COLUMNS.post).where(
        _COLUMNS.archive == archive, _COLUMNS.path.in_(list(paths))
    )
    return set(connection.execute(query).scalars())


def posts_below(connection: Connection, archive: str, folder: str) -> set[str]:
    """Posts that referred to a file in a folder, by ix_imported_media_path."""
    query = select(_COLUMNS.post).where(
        _COLUMNS.archive == archive,
        _COLUMNS.path > f"{folder}/",
        _COLUMNS.path < f"{folder}0",  # which follows the slash
    )
    return set(connection.execute(query).scalars())


def _files(archive: str) -> Select[str, str, int, int, bytes]:
    return select(
        _COLUMNS.post, _COLUMNS.path, _COLUMNS.size, _COLUMNS.mtime_ns, _COLUMNS.digest
    ).where(_COLUMNS.archive == archive)


def _by_post(
    connection: Connection, query: Select[str, str, int, int, bytes]
) -> dict[str, list[Attachment]]:
    found: dict[str, list[Attachment]] = {}
    for post, path, size, mtime_ns, digest in connection.execute(query):
        found.setdefault(post, []).append(Attachment(path, size, mtime_ns, digest))
    return found


def record(
    change: Change, archive: str, files: Mapping[str, Sequence[Attachment]]
) -> None:
    """Remember the files that posts refer to now, by the post's path."""
    if not files:
        return
    drop(change, archive, files)
    rows = [
        {
            "archive": archive,
            "post": post,
            "path": file.path,
            "size": file.size,
            "mtime_ns": file.mtime_ns,
            "digest": file.digest,
        }
        for post, given in files.items()
        for file in given
    ]
    if rows:
        change.connection.execute(insert(imported_media), rows)


def restat(
    change: Change, archive: str, files: Mapping[str, Sequence[Attachment]]
) -> None:
    """Files have other times, by the path of the post, and the same content."""
    change.connection.execute(
        update(imported_media)
        .where(_COLUMNS.archive == archive, _COLUMNS.post == bindparam("b_post"))
        .where(_COLUMNS.path == bindparam("b_path"))
        .values(mtime_ns=bindparam("b_mtime")),
        [
            {"b_post": post, "b_path": file.path, "b_mtime": file.mtime_ns}
            for post, given in files.items()
            for file in given
        ],
    )


def drop(change: Change, archive: str, posts: Iterable[str]) -> None:
    """Forget which files posts of an archive referred to."""
    mine = _COLUMNS.archive == archive, _COLUMNS.post.in_(list(posts))
    change.connection.execute(delete(imported_media).where(*mine))


def rename(change: Change, old: str, new: str) -> None:
    """Give an archive another name, by primary key."""
    change.connection.execute(
        update(imported_media).where(_COLUMNS.archive == old).values(archive=new)
    )
