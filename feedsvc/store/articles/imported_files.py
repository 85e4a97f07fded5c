"""Imported files: what was read from an archive, so that it need not be read again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from feedsvc.model.claim import Claim
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import imported_files


class Outcome(StrEnum):
    """Outcome of reading a file; the words of the import's summary."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SAME_ARTICLE = "same article"
    REJECTED = "rejected"
    UNPUBLISHED = "unpublished"
    PASSED_OVER = "passed over"


TO_PARSE = -1


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as it was when it was last read.

    Attributes:
        mtime_ns: 0 where it could not be trusted to show the next change; TO_PARSE where
            the file is to be parsed again, though its bytes be the same.
        hash: SHA-256 of its bytes; empty where they could not be read.
        reason: why it was rejected, the parts it lacks to be shown, or its words that
            ask to withhold it; None for a whole post.
    """

    size: int
    mtime_ns: int
    hash: bytes
    outcome: Outcome
    reason: str | None


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it is now.

    Attributes:
        claim: None for a category file, or for a file that could not be read.
        category_id: of the claim's category.
    """

    path: str
    known: KnownFile
    claim: Claim | None = None
    category_id: int | None = None

    @property
    def is_unread(self) -> bool:
        """True if nothing is known of its contents, not even that it is withheld."""
        return self.known.outcome is Outcome.REJECTED and self.claim is None


def known_between(
    connection: Connection, archive: str, first: str, last: str
) -> dict[str, KnownFile]:
    """The files of an archive from path `first` to path `last`, by primary key."""
    path = imported_files.c.path  # no BETWEEN: PostgreSQL takes no COLLATE inside one
    query = _known_files(archive).where(path >= first, path <= last)
    return _by_path(connection, query)


def known_among(
    connection: Connection, archive: str, paths: Iterable[str]
) -> dict[str, KnownFile]:
    """Stored state of those of these files of an archive that were read before."""
    query = _known_files(archive).where(imported_files.c.path.in_(list(paths)))
    return _by_path(connection, query)


def record(change: Change, archive: str, files: Sequence[FileRecord]) -> None:
    """Remember files as they are now; what was known of them is replaced.

    A file that can no longer be read keeps its earlier claim: its article stays.
    """
    unread = [file for file in files if file.is_unread]
    read = [file for file in files if not file.is_unread]
    kept = _update_known(change, archive, unread)
    fresh = [*read, *(file for file in unread if file.path not in kept)]
    if not fresh:
        return
    change.connection.execute(
        delete(imported_files).where(
            imported_files.c.archive == archive,
            imported_files.c.path.in_([file.path for file in fresh]),
        )
    )
    rows = [{"archive": archive, "path": file.path, **_row(file)} for file in fresh]
    change.connection.execute(insert(imported_files), rows)


def restat(change: Change, archive: str, stats: Mapping[str, tuple[int, int]]) -> None:
    """Files whose bytes are the same have another size or time by path: remember it."""
    if stats:
        change.connection.execute(
            update(imported_files)
            .where(imported_files.c.archive == archive)
            .where(imported_files.c.path == bindparam("b_path"))
            .values(size=bindparam("b_size"), mtime_ns=bindparam("b_mtime")),
            [
                {"b_path": path, "b_size": size, "b_mtime": mtime_ns}
                for path, (size, mtime_ns) in stats.items()
            ],
        )


def _known_files(archive: str) -> Select[str, int, int, bytes, str, str | None]:
    return select(
        imported_files.c.path, imported_files.c.size, imported_files.c.mtime_ns,
        imported_files.c.hash, imported_files.c.outcome, imported_files.c.reason,
    ).where(imported_files.c.archive == archive)  # fmt: skip


def _by_path(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
) -> dict[str, KnownFile]:
    return {
        path: KnownFile(size, mtime_ns, hash_, Outcome(outcome), reason)
        for path, size, mtime_ns, hash_, outcome, reason in connection.execute(query)
    }


def _update_known(
    change: Change, archive: str, files: Sequence[FileRecord]
) -> set[str]:
    """Record rejected files over what is known of them; returns the known paths."""
    if not files:
        return set()
    query = select(imported_files.c.path).where(
        imported_files.c.archive == archive,
        imported_files.c.path.in_([file.path for file in files]),
    )
    known = set(change.connection.execute(query).scalars())
    rows = [
        {"b_path": file.path, **_known(file.known)}
        for file in files
        if file.path in known
    ]
    if rows:
        change.connection.execute(
            update(imported_files)
            .where(imported_files.c.archive == archive)
            .where(imported_files.c.path == bindparam("b_path")),
            rows,
        )
    return known


def _known(known: KnownFile) -> dict[str, object]:
    return {
        "size": known.size,
        "mtime_ns": known.mtime_ns,
        "hash": known.hash,
        "outcome": known.outcome,
        "reason": known.reason,
    }


def _row(file: FileRecord) -> dict[str, object]:
    claim = file.claim
    further = claim.further_categories if claim else ()
    return {
        **_known(file.known),
        "info_code": claim.info_code if claim else None,
        "category_id": file.category_id,
        "further_categories": json.dumps(further) if further else None,
        "is_complete": claim is not None and claim.is_complete,
        "is_html": claim is not None and claim.is_html,
        "arrival": claim.arrival if claim else 0,
        "is_published": claim is None or claim.is_published,
    }
