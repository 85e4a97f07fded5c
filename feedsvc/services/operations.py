"""Operations: checks that the service is fit to serve, and copies of its database."""

import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from feedsvc.errors import ClockWrong, DatabaseUnusable
from feedsvc.model.clock import is_ahead
from feedsvc.store import media_damage
from feedsvc.store.articles import archives, decisions
from feedsvc.store.changes import change_line
from feedsvc.store.database import backup, future_times, holdings, invariants, schema
from feedsvc.store.database.engine import Database
from feedsvc.store.database.probes import Probes
from feedsvc.store.database.sqlite import sqlite_is_safe, sqlite_version

_MAX_LAG = timedelta(seconds=5)
_NOTHING = archives.Count(files=0, speaking=0, rejected=0)
_SAFE_WHEELS = "Linux x86-64, macOS on Apple silicon and Windows"
_LOW_BYTES = 256 * 1024 * 1024
_WAL_ALARM_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        detail: one line for the operator; for a failure it may name hosts and paths.
        told: as much of that as anybody may read; empty for nothing.
        is_warning: good enough to go on, but worth a look.
    """

    name: str
    is_good: bool
    detail: str
    told: str = ""
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Operations:
    """Operations on one database: upgrade, backup, checks.

    Attributes:
        clock: the time now, aware UTC.
    """

    database: Database
    clock: Callable[[], datetime]
    probes: Probes = field(init=False)

    def __post_init__(self) -> None:
        """Begin with one memory of outcomes, for every thread."""
        object.__setattr__(self, "probes", Probes(self.database))

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
        """Checks that requests can be answered now: database, migrations, due work."""
        try:
            schema.require_head(self.database)
        except DatabaseUnusable as error:
            return [_unfit("database", error)]
        return [
            Check("database", is_good=True, detail="reachable"),
            Check("migrations", is_good=True, detail=schema.HEAD),
            _tried("reading", self.probes.require_readable),
            _tried("writing", self.probes.require_writable),
            self._due_work(),
        ]

    def doctor(self, *, is_full: bool = False) -> Iterator[Check]:
        """Checks of everything that an operator should look at, one by one.

        Args:
            is_full: read the whole database too, which may take minutes.
        """
        yield self._library()
        checks = self.readiness()
        yield from checks
        if all(check.is_good for check in checks):
            yield from self._holdings()
        if (wal := self._wal()) is not None:
            yield wal
        if (space := self._space()) is not None:
            yield space
        if is_full:
            yield from self._whole()

    def mend(self) -> None:
        """Set to now what a fast clock has dated into the future.

        Raises:
            DatabaseUnusable: it cannot be written, or the clock is wrong still.
        """
        now = self.clock()
        with change_line.begin_change(self.database, now) as change:
            if future_times.find(change.connection, now).counts:
                future_times.mend(change)

    def trust_clock(self) -> None:
        """Take the clock's word that years have passed since the newest change.

        Raises:
            DatabaseUnusable: it cannot be written, or the clock is slow.
        """
        now = self.clock()
        with change_line.begin_change(
            self.database, now, on_wrong_clock="believe"
        ) as change:
            if is_ahead(now, change_line.newest_change(change.connection)):
                change_line.believe_clock(change)

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
        try:
            with self.database.read() as snapshot:
                since = decisions.oldest_due(snapshot, now)
        except DatabaseUnusable as error:
            return _unfit("due work", error)
        lag = now - since if since else timedelta()
        detail = f"{lag.total_seconds():.0f} s behind" if lag else "none waits"
        return Check("due work", is_good=lag <= _MAX_LAG, detail=detail, told=detail)

    def _holdings(self) -> Iterator[Check]:
        with self.database.read() as snapshot:
            at = change_line.current(snapshot)
            states = holdings.articles_by_state(snapshot)
            places = archives.all_places(snapshot)
            counts = archives.counts(snapshot)
        yield Check("revision", is_good=True, detail=str(at))
        counted = " · ".join(f"{state} {n}" for state, n in states) or "none"
        yield Check(
            "articles", is_good=True, detail=counted,
            is_warning=any(state == "incomplete" for state, _n in states),
        )  # fmt: skip
        yield from self._times()
        for place in places:
            yield _archive(place, counts.get(place.name, _NOTHING))

    def _times(self) -> Iterator[Check]:
        now = self.clock()
        with self.database.read() as snapshot:
            newest = change_line.newest_change(snapshot)
            found = future_times.find(snapshot, now)
        try:
            change_line.require_right_clock(now, newest)
        except ClockWrong as error:
            yield _unfit("clock", error)
            return
        yield Check("clock", is_good=True, detail=f"{now:%Y-%m-%d %H:%M:%S} UTC")
        if found.counts:
            counted = " · ".join(f"{name} {n}" for name, n in found.counts.items())
            advice = "if the clock is right, run `feedsvc doctor --mend`"
            detail = f"dated after now: {counted}; {advice}"
            yield Check("times", is_good=False, detail=detail)
        if found.early:
            codes = ", ".join(found.early)
            advice = "retract and restore them, and they wait for it"
            detail = f"shown before their own date, as {codes}: {advice}"
            yield Check("times", is_good=True, detail=detail, is_warning=True)

    def _whole(self) -> Iterator[Check]:
        try:
            schema.require_head(self.database)
            found = list(invariants.broken(self.database))
            codes = list(dict.fromkeys(media_damage.damaged(self.database)))
        except DatabaseUnusable as error:
            yield _unfit("integrity", error)
            return
        for each in found:
            yield Check(each.name, is_good=False, detail=each.detail)
        if codes:
            named = f"{len(codes)} articles, as {', '.join(codes[:3])}"
            detail = f"pictures or files of {named}, are damaged: restore a backup"
            yield Check("media", is_good=False, detail=detail)
        if not found and not codes:
            yield Check("integrity", is_good=True, detail="every page and invariant")

    def _space(self) -> Check | None:
        path = self.database.path
        if path is None or not path.exists():
            return None
        free = shutil.disk_usage(path.resolve().parent).free
        is_low = free < max(_LOW_BYTES, path.stat().st_size // 4)
        detail = f"{free / 1024 / 1024:.0f} MiB free on the database's disk"
        return Check("space", is_good=True, detail=detail, is_warning=is_low)

    def _wal(self) -> Check | None:
        path = self.database.path
        wal = path.with_name(f"{path.name}-wal") if path else None
        if wal is None or not wal.exists():
            return None
        size = wal.stat().st_size
        detail = f"{size / 1024 / 1024:.1f} MiB"
        return Check("write-ahead log", is_good=size < _WAL_ALARM_BYTES, detail=detail)


def _archive(place: archives.Place, count: archives.Count) -> Check:
    at = place.imported_at
    when = f"imported {at:%Y-%m-%d %H:%M} UTC" if at else "no import came to its end"
    detail = f"{place.name}: {when} · {count.files} files · rejected {count.rejected}"
    return Check("archive", is_good=True, detail=detail, is_warning=count.rejected > 0)


def _tried(name: str, require: Callable[[], None]) -> Check:
    try:
        require()
    except DatabaseUnusable as error:
        return _unfit(name, error)
    return Check(name, is_good=True, detail="works")


def _unfit(name: str, error: DatabaseUnusable) -> Check:
    return Check(name, is_good=False, detail=error.reason, told=error.told)
