"""Backups of a live SQLite database: the backup API, since a file copy under WAL is not one."""

import os
from contextlib import closing
from pathlib import Path

from feedsvc.errors import BackupFailed
from feedsvc.store.database.engine import Database
from feedsvc.store.database.sqlite import problems_of, sqlite_module

_PAGES_A_STEP = 2_048  # 8 MiB: writers get in between


def back_up(database: Database, target: Path) -> None:
    """Copy the database to `target`, check the copy, and only then give it that name.

    Raises:
        BackupFailed: not SQLite, `target` exists, or the copy does not check out.
    """
    source = database.path
    if source is None:
        raise BackupFailed(str(target), "only SQLite is backed up here; use pg_dump")
    if not source.exists():
        raise BackupFailed(str(target), f"there is no database at {source}")
    if target.exists():
        raise BackupFailed(str(target), "exists already")
    part = target.with_name(f".{target.name}.part")
    try:
        _copy(source, part)
        _check(part, target)
        with part.open("rb") as copied:
            os.fsync(copied.fileno())
        part.rename(target)
    except (OSError, sqlite_module().Error) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BackupFailed(str(target), reason) from error
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, part: Path) -> None:
    sqlite = sqlite_module()
    part.unlink(missing_ok=True)
    with (
        closing(
            sqlite.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
        ) as live,
        closing(sqlite.connect(part)) as copy,
    ):
        live.backup(copy, pages=_PAGES_A_STEP)
        # One file, without a -wal beside it that could be forgotten.
        copy.execute("PRAGMA journal_mode=DELETE")


def _check(part: Path, target: Path) -> None:
    with closing(sqlite_module().connect(part)) as copy:
        problems = problems_of(copy)
    if problems:
        first, others = problems[0], len(problems) - 1
        reason = (
            f"the database is damaged ({first}; {others} more): "
            "`feedsvc doctor --full` says where, docs/operations.md what to do"
        )
        raise BackupFailed(str(target), reason)
