"""Runs: the imports that were, and those under way, as an operator asks for them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from feedsvc.errors import NotFound
from feedsvc.model.import_run import Run, RunRecord
from feedsvc.services.publishing.archive.process import state_of
from feedsvc.store import imports
from feedsvc.store.database.engine import Database

_GREATEST = 2**63 - 1  # number that a database can be asked for


@dataclass(frozen=True, slots=True)
class Runs:
    """Imports of every archive, over one database.

    Attributes:
        clock: the time now, aware UTC.
    """

    database: Database
    clock: Callable[[], datetime]

    def latest(
        self, *, limit: int, before: int | None = None, archive: str | None = None
    ) -> list[Run]:
        """Imports, newest first.

        Args:
            before: only those with smaller numbers.
            archive: only those of this one.
        """
        before = before and min(before, _GREATEST)
        with self.database.read() as snapshot:
            found = imports.latest(
                snapshot, limit=limit, before=before, archive=archive
            )
        return [self._told(run) for run in found]

    def get(self, number: int) -> RunRecord:
        """One import, with what it reported.

        Raises:
            NotFound: there is none of this number, or it is forgotten.
        """
        if number > _GREATEST:
            raise NotFound("import", str(number))
        with self.database.read() as snapshot:
            run = imports.find(snapshot, number)
            if run is None:
                raise NotFound("import", str(number))
            reports = imports.reports_of(snapshot, run)
        return RunRecord(self._told(run), tuple(reports))

    def _told(self, run: Run) -> Run:
        return replace(run, state=state_of(run, self.clock()))
