"""Recording: an import is remembered as it goes, with what it reports."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from feedsvc.errors import DatabaseUnusable, FeedsvcError, SyncUnderWay
from feedsvc.model.import_run import Reported, RunState
from feedsvc.model.text import xml_legal
from feedsvc.services.publishing.archive.presence import storable
from feedsvc.services.publishing.archive.process import state_of, this_process
from feedsvc.services.publishing.archive.summary import Finding, Reporter, Summary
from feedsvc.store import imports
from feedsvc.store.changes import change_line
from feedsvc.store.database.engine import Database, Snapshot

KEPT_RUNS = 3_000  # ten days of one every five minutes
KEPT_REPORTS = 1_000  # of one import
_LONGEST_REASON = 500  # characters


@dataclass(slots=True)
class Recording:
    """Recording of one import, between its begin and its end; a reporter before another.

    Nothing is written while a report comes in, which may be in the middle of a change.

    Attributes:
        summary: of the import, as it grows.
        is_alone: refuse to begin where another process runs the same command on it.
        number: of the import.
    """

    database: Database
    clock: Callable[[], datetime]
    archive: str
    command: str
    reporter: Reporter
    summary: Summary
    is_alone: bool = False
    number: int = field(init=False)
    _known: dict[Reported, int] = field(init=False)
    _waiting: list[Reported] = field(default_factory=list)
    _findings: int = 0
    _kept: set[Reported] = field(default_factory=set)
    _at: tuple[int, int] = (0, 0)
    _before: tuple[int, int] = (0, 0)

    def __enter__(self) -> Self:
        """Begin it.

        Raises:
            ClockWrong: the import could write nothing either.
            SyncUnderWay: another process follows the archive.
        """
        now = self.clock()
        with self.database.write() as connection:
            change_line.require_right_clock(now, change_line.newest_change(connection))
            if self.is_alone:
                self._refuse_another(connection, now)
            self.number = imports.begin(
                connection, self.archive, self.command, this_process(), now=now
            )
            self._known = imports.reports_before(connection, self.number)
            imports.prune(connection, keep=KEPT_RUNS)
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """End it, and say how; an error of the import's own comes before one in here."""
        if error is None:
            self._write(RunState.FINISHED)
            return
        with suppress(DatabaseUnusable):
            if isinstance(error, KeyboardInterrupt):
                self._write(RunState.INTERRUPTED)
            else:
                is_ours = isinstance(error, FeedsvcError)
                said = str(error) if is_ours else type(error).__name__
                self._write(RunState.FAILED, said)

    def beat(self) -> None:
        """Note that it still runs."""
        self._write()

    def progress(self, done: int, total: int) -> None:
        """Note it, and all that was reported since the last time."""
        if not done:
            self._before = self._at  # of an earlier part of the import
        self._at = self._before[0] + done, self._before[1] + total
        self._write()
        self.reporter.progress(done, total)

    def problem(self, path: str, reason: str, finding: Finding) -> None:
        """Keep a report for the next time, if there is still room for it."""
        said = xml_legal(reason)[:_LONGEST_REASON]
        report = Reported(storable(path), finding, said)
        if report not in self._kept:
            self._findings += 1
            if len(self._kept) < KEPT_REPORTS:
                self._kept.add(report)
                self._waiting.append(report)
        self.reporter.problem(path, reason, finding)

    def _refuse_another(self, connection: Snapshot, now: datetime) -> None:
        imports.lock(connection)
        mine = this_process()
        for run in imports.unended(connection, self.archive, self.command):
            if run.process == mine:  # the database was away when it ended
                imports.end(connection, run.number, RunState.INTERRUPTED, now=now)
            elif state_of(run, now) is RunState.RUNNING:
                host = run.process.host.partition(" ")[0]
                raise SyncUnderWay(self.archive, run.process.pid, host, run.began_at)

    def _write(
        self, ending: RunState | None = None, failure: str | None = None
    ) -> None:
        now = self.clock()
        done, total = self._at
        progress = imports.Progress(done, total, self.summary.counts, self._findings)
        with self.database.write() as connection:
            imports.report(
                connection, self.number, self.archive, self._waiting, self._known
            )
            imports.note(connection, self.number, progress, now=now)
            if ending is not None:
                imports.end(connection, self.number, ending, now=now, failure=failure)
        self._waiting.clear()
