"""The SQLite library: which one is in use, whether it is safe, and its write-ahead log."""

import time
from types import ModuleType
from typing import Any

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:  # no wheel for this platform: `doctor` says whether ours is safe
    import sqlite3 as sqlite

BUSY_TIMEOUT_MS = 15_000
_LOOK_S = 0.005  # between looks whether another writer has ended
# Corruption when a WAL is reset under a second connection: https://sqlite.org/wal.html
_WAL_RESET_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def sqlite_version() -> str:
    """The version of the SQLite library in use."""
    return str(sqlite.sqlite_version)


def sqlite_is_safe() -> bool:
    """True if that library is free of the WAL-reset corruption bug."""
    version = tuple(int(part) for part in sqlite_version().split("."))
    return version >= _WAL_RESET_FIXED[-1] or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in _WAL_RESET_FIXED
    )


def sqlite_module() -> ModuleType:
    """The DB-API module behind SQLite databases, for what SQLAlchemy does not offer."""
    module: ModuleType = sqlite
    return module


def turn_on_wal(connection: Any) -> None:
    """Turn the write-ahead log on, once for good.

    While another process does so with a new file, SQLite fails and does not wait.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1_000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def begin_writing(connection: Any) -> None:
    """Begin a transaction that writes, as soon as others let it.

    SQLite's own waiting looks ever more rarely: under many writers, who has waited
    longest is served last, or not at all.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1_000
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while not _has_begun(connection, deadline):
            time.sleep(_LOOK_S)
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _has_begun(connection: Any, deadline: float) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite.OperationalError as error:
        if "locked" not in str(error) or time.monotonic() > deadline:
            raise
        return False
    return True


def problems_of(connection: Any) -> list[str]:
    """Damage found in a database, one line each; empty if there is none.

    SQLite gives up after a hundred, and so does this.
    """
    try:
        rows = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite.DatabaseError as error:  # where the schema itself cannot be read
        return [str(error)]
    lines = [line.strip() for (text,) in rows for line in str(text).splitlines()]
    named = [line for line in lines if not line.startswith("***")]
    return [] if lines == ["ok"] else named
