"""Archives: the place and the last import of each, by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, delete, func, insert, select, update

from feedsvc.store.articles.imported_files import Outcome
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import archives, imported_files

# No file of a post lies there: the walk takes it for the folder of categories.
_CATEGORIES = "category/%"


@dataclass(frozen=True, slots=True)
class Place:
    """An archive, and where it lies.

    Attributes:
        root: absolute and real; None where it is not known.
        imported_at: when an import of it last finished.
    """

    name: str
    root: str | None
    imported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Number of post files that an archive has brought, and their outcome.

    Attributes:
        speaking: those that say what their article says.
    """

    files: int
    speaking: int
    rejected: int


def roots(connection: Connection) -> dict[str, str | None]:
    """Root folder of each archive, by name."""
    return {place.name: place.root for place in all_places(connection)}


def all_places(connection: Connection) -> list[Place]:
    """Every archive, by name; there are few."""
    columns = archives.c
    query = select(columns.name, columns.root, columns.imported_at)
    rows = connection.execute(query.order_by(columns.name))
    return [Place(*row) for row in rows]


def find(connection: Connection, name: str) -> Place | None:
    """The archive of this name."""
    columns = archives.c
    query = select(columns.name, columns.root, columns.imported_at)
    row = connection.execute(query.where(columns.name == name)).one_or_none()
    return Place(*row) if row else None


def counts(connection: Connection) -> dict[str, Count]:
    """Counts of each archive, by name; covered by ix_imported_files_outcome."""
    files = imported_files.c
    silent = (Outcome.SAME_ARTICLE, Outcome.REJECTED)
    speaks = case((files.outcome.in_(silent), 0), else_=1)
    is_rejected = case((files.outcome == Outcome.REJECTED, 1), else_=0)
    query = (
        select(files.archive, func.count(), func.sum(speaks), func.sum(is_rejected))
        .where(files.path.not_like(_CATEGORIES))
        .where(files.outcome != Outcome.PASSED_OVER)
        .group_by(files.archive)
    )
    return {name: Count(*numbers) for name, *numbers in connection.execute(query)}


def locate(change: Change, name: str, root: str | None) -> None:
    """Remember where an archive lies."""
    known = find(change.connection, name)
    if known is None:
        change.connection.execute(insert(archives), {"name": name, "root": root})
    elif known.root != root:
        mine = archives.c.name == name
        change.connection.execute(update(archives).where(mine).values(root=root))


def fingerprint(connection: Connection, name: str) -> bytes | None:
    """Fingerprint of all that an archive's files depended on when they were last read."""
    query = select(archives.c.fingerprint).where(archives.c.name == name)
    known: bytes | None = connection.execute(query).scalar_one_or_none()
    return known


def finish(change: Change, name: str, fingerprint: bytes) -> None:
    """Remember that an import of an archive has finished, and what it depended on."""
    mine = archives.c.name == name
    values = {"imported_at": change.now, "fingerprint": fingerprint}
    change.connection.execute(update(archives).where(mine).values(values))


def rename(change: Change, old: str, new: str) -> None:
    """Give an archive and its files another, free name."""
    change.connection.execute(
        update(archives).where(archives.c.name == old).values(name=new)
    )
    files = imported_files.c
    change.connection.execute(  # by primary key
        update(imported_files).where(files.archive == old).values(archive=new)
    )


def files_at(
    connection: Connection, name: str, path: str
) -> list[tuple[str, str | None]]:
    """The file at a path, if there is one, and the code it claims, by primary key."""
    files = imported_files.c
    query = select(files.path, files.info_code)
    rows = connection.execute(query.where(files.archive == name, files.path == path))
    return [(path, code) for path, code in rows]


def files_after(
    connection: Connection,
    name: str,
    path: str,
    *,
    limit: int,
    until: str | None = None,
) -> list[tuple[str, str | None]]:
    """Paths behind `path`, and the codes they claim, by primary key.

    Args:
        until: only those before it.
    """
    files = imported_files.c
    query = (
        select(files.path, files.info_code)
        .where(files.archive == name, files.path > path)
        .order_by(files.path)
        .limit(limit)
    )
    if until is not None:
        query = query.where(files.path < until)
    return [(path, code) for path, code in connection.execute(query)]


def drop_files(change: Change, name: str, paths: Iterable[str]) -> None:
    """Forget files of an archive, and their claims."""
    files = imported_files.c
    mine = files.archive == name, files.path.in_(list(paths))
    change.connection.execute(delete(imported_files).where(*mine))


def drop(change: Change, name: str) -> None:
    """Forget an archive that has no files any more."""
    change.connection.execute(delete(archives).where(archives.c.name == name))
