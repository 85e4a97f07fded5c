"""The file of a SQLite database: opened where it is, and watched for being exchanged.

A process that keeps using a file that was moved away reads stale data, and its writes
are lost. So each transaction first checks that the path still leads to the file that
was opened: a few calls of stat, which take microseconds.

Nothing here opens the file but through SQLite: closing any other handle of it would drop
the locks that SQLite holds on it in this process.
"""

import os
import threading
from pathlib import Path
from typing import Any

from feedsvc.errors import DatabaseReplaced, DatabaseUnusable
from feedsvc.store.database.sqlite import sqlite_module, turn_on_wal

_BESIDE = ("-wal", "-shm")


class DatabaseFile:
    """One file, and the two that SQLite keeps beside it; safe from every thread.

    Attributes:
        path: absolute, and not resolved: a link may come to lead elsewhere.
    """

    def __init__(self, path: Path) -> None:
        """Prepare it; nothing is opened."""
        self.path = path.absolute()
        self._given = path
        self._lock = threading.Lock()
        # Kept open, so that the files beside it last as long as this process.
        self._anchor: Any = None
        self._opened: tuple[tuple[int, int], ...] = ()
        self._watched: tuple[Path, ...] = ()
        self._largest = 0

    def connect(self) -> Any:
        """A new connection; never makes the file.

        Raises:
            DatabaseUnusable: it is not there, or is not what was opened first.
        """
        if not self.path.exists():
            raise self._gone(self.path) if self._anchor else self.missing()
        connection = self._open()
        try:
            self._hold()
        except BaseException:
            connection.close()
            raise
        return connection

    def create(self) -> None:
        """Make an empty file where none is, and its folder.

        Raises:
            DatabaseUnusable: they cannot be made.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL, 0o644))
        except FileExistsError:
            if not self.path.exists():  # a link that leads nowhere
                raise self.missing() from None
        except OSError as error:
            reason = f"cannot make {error.filename or self.path}: {error.strerror}"
            raise DatabaseUnusable(reason) from error

    def missing(self) -> DatabaseUnusable:
        """The error that the file is not there."""
        from_folder = "" if self._given.is_absolute() else f" ({self._given} from here)"
        return DatabaseUnusable(
            f"{self.path}{from_folder} does not exist: set database_url to the path of a "
            "site that is elsewhere, or for a new, empty one run `feedsvc db upgrade`"
        )

    def require_same(self) -> None:
        """Refuse to go on if the path leads elsewhere now than when it was opened.

        Raises:
            DatabaseReplaced: it does; the same file moved back is the same again.
        """
        if self._anchor is None:
            return
        for known, path in zip(self._opened, self._watched, strict=True):
            if self._identity(path) != known:
                raise self._gone(path)
        self._require_whole()

    def close(self) -> None:
        """Close the file; the next connection opens the one there then."""
        with self._lock:
            if self._anchor is not None:
                self._anchor.close()
            self._anchor, self._opened, self._watched = None, (), ()
            self._largest = 0

    def _open(self) -> Any:
        return sqlite_module().connect(
            f"{self.path.as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )

    def _hold(self) -> None:
        """Note which files are open, and check every later connection against them."""
        with self._lock:
            if self._anchor is None:
                self._watch()
        self.require_same()

    def _watch(self) -> None:
        before = self._identity(self.path)
        anchor = self._open()
        try:
            turn_on_wal(anchor)
            anchor.execute(
                "PRAGMA user_version"
            ).fetchall()  # opens the files beside it
            real = Path(os.path.realpath(self.path))
            beside = [real.with_name(real.name + end) for end in _BESIDE]
            opened = tuple(map(self._identity, (self.path, *beside)))
        except BaseException:
            anchor.close()
            raise
        # If the file was exchanged meanwhile, no later check will match.
        self._opened = (before, *opened[1:])
        self._watched = (self.path, *beside)
        self._largest = self.path.stat().st_size
        self._anchor = anchor

    def _identity(self, path: Path) -> tuple[int, int]:
        try:
            found = path.stat()
        except OSError:
            raise self._gone(path) from None
        return found.st_dev, found.st_ino

    def _require_whole(self) -> None:
        """Refuse a file that was cut short: SQLite's own cache would hide it.

        VACUUM may shrink it; then SQLite's count of pages still fits the file.
        """
        size = self.path.stat().st_size
        if size >= self._largest:
            self._largest = size
            return
        log = self._watched[1].stat().st_size
        counted = self._find_counted_bytes()
        if counted is None or counted > size + log:
            told = "the database's file was cut short"
            reason = f"{self.path} was cut short: restore a backup, then restart"
            raise DatabaseReplaced(reason, told)
        self._largest = size

    def _find_counted_bytes(self) -> int | None:
        """Size of the database by SQLite's count; None if it is no database any more.

        Counts through the log that is open: a new connection would delete the log of an
        empty file.
        """
        try:
            with self._lock:
                [(pages,)] = self._anchor.execute("PRAGMA page_count").fetchall()
                [(page_bytes,)] = self._anchor.execute("PRAGMA page_size").fetchall()
        except sqlite_module().DatabaseError:
            return None
        return int(pages) * int(page_bytes)

    def _gone(self, path: Path) -> DatabaseReplaced:
        reason = (
            f"{path} was replaced, moved or deleted while it was open: "
            "put the right files there, then restart"
        )
        told = "the database's file was replaced or deleted under the running process"
        return DatabaseReplaced(reason, told)
