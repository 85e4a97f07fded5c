"""Operations: whether the service is fit to serve, and copies of its database."""

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from feedsvc.errors import DatabaseUnusable
from feedsvc.store import backup, decisions, revision, schema
from feedsvc.store.engine import Database
from feedsvc.store.sqlite import sqlite_is_safe, sqlite_version

_MAX_LAG = timedelta(seconds=5)
_SAFE_WHEELS = "Linux x86-64, macOS on Apple silicon and Windows"
_WAL_ALARM_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        detail: one line for the operator; of what is bad it may name hosts and paths.
        told: as much of that as anybody may read; empty for nothing.
    """

    name: str
    is_good: bool
    detail: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Operations:
    """The use case.

    Attributes:
        clock: the time now, aware UTC.
    """

    database: Database
    clock: Callable[[], datetime]

    def require_fit(self) -> None:
        """Refuse to serve from a database that is not migrated, or from an unsafe SQLite.

        Raises:
            DatabaseUnusable: says what is wrong and what to do.
        """
        schema.require_head(self.database)
        library = self._library()
        if not library.is_good:
            raise DatabaseUnusable(library.detail)

    def readiness(self) -> list[Check]:
        """Whether requests can be answered now: database, migrations, due work."""
        try:
            schema.require_head(self.database)
            return [
                Check("database", is_good=True, detail="reachable"),
                Check("migrations", is_good=True, detail=schema.HEAD),
                self._due_work(),
            ]
        except DatabaseUnusable as error:
            return [_unfit("database", error)]

    def doctor(self) -> Iterator[Check]:
        """Everything that an operator should look at, one by one."""
        yield self._library()
        checks = self.readiness()
        yield from checks
        if all(check.is_good for check in checks):
            with self.database.read() as snapshot:
                at = revision.current(snapshot)
            yield Check("revision", is_good=True, detail=str(at))
        if (wal := self._wal()) is not None:
            yield wal

    def back_up(self, target: Path) -> int:
        """Copy a live SQLite database safely, and check the copy; returns its bytes.

        Raises:
            BackupFailed: not SQLite, `target` exists, or the copy does not check out.
        """
        backup.back_up(self.database, target)
        return target.stat().st_size

    def _library(self) -> Check:
        if not self.database.is_sqlite:
            return Check("driver", is_good=True, detail="PostgreSQL")
        version = sqlite_version()
        if sqlite_is_safe():
            return Check("sqlite", is_good=True, detail=version)
        here = f"{platform.system()} {platform.machine()}"
        detail = (
            f"SQLite {version} on {here} can corrupt a database (the WAL-reset bug); "
            f"the pysqlite3 wheel brings a good one for {_SAFE_WHEELS}; elsewhere use "
            "SQLite 3.51.3 or later, or PostgreSQL"
        )
        return Check("sqlite", is_good=False, detail=detail)

    def _due_work(self) -> Check:
        now = self.clock()
        with self.database.read() as snapshot:
            since = decisions.oldest_due(snapshot, now)
        lag = now - since if since else timedelta()
        detail = f"{lag.total_seconds():.0f} s behind" if lag else "none waits"
        return Check("due work", is_good=lag <= _MAX_LAG, detail=detail, told=detail)

    def _wal(self) -> Check | None:
        path = self.database.path
        wal = path.with_name(f"{path.name}-wal") if path else None
        if wal is None or not wal.exists():
            return None
        size = wal.stat().st_size
        detail = f"{size / 1024 / 1024:.1f} MiB"
        return Check("write-ahead log", is_good=size < _WAL_ALARM_BYTES, detail=detail)


def _unfit(name: str, error: DatabaseUnusable) -> Check:
    return Check(name, is_good=False, detail=error.reason, told=error.told)
