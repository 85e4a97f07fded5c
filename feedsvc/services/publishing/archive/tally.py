"""Tally: what an import comes to, file by file: counted, and reported where it must be."""

from dataclasses import dataclass, field

from feedsvc.archive.jekyll.walk import FileKind
from feedsvc.services.publishing.archive.lacking import Lacking, find_incomplete
from feedsvc.services.publishing.archive.summary import Finding, Reporter, Summary
from feedsvc.store.articles.imported_files import KnownFile, Outcome
from feedsvc.store.database.engine import Database

# Outcomes that are reported each time; files with others may lack something too.
_TOLD = {
    Outcome.REJECTED: Finding.REJECTED,
    Outcome.UNPUBLISHED: Finding.UNPUBLISHED,
    Outcome.PASSED_OVER: Finding.PASSED_OVER,
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Tally of one import.

    Attributes:
        is_repeat: what is known was counted and reported before.
    """

    reporter: Reporter
    summary: Summary
    is_repeat: bool = False
    # Files without all their parts, which may still have twins that have them.
    _lacking: Lacking = field(default_factory=Lacking)

    def count(self, path: str, outcome: Outcome, reason: str | None) -> None:
        """Count a file, and report why it was left out, now or at the end."""
        self.summary.count(outcome)
        if finding := _TOLD.get(outcome):
            self.reporter.problem(path, reason or "", finding)
        elif reason:
            self._lacking.add(path, reason, outcome)

    def count_known(self, path: str, kind: FileKind, known: KnownFile) -> None:
        """Count a file that is what it was."""
        if self.is_repeat:
            return
        if known.outcome in _TOLD and kind is not FileKind.ASIDE:
            self.count(path, known.outcome, known.reason)
        elif kind is FileKind.POST:
            self.count(path, Outcome.UNCHANGED, known.reason)

    def tell(self, path: str, reason: str, finding: Finding) -> None:
        """Count and report a file that is left out for good."""
        self.summary.count(Outcome(finding.value))
        self.reporter.problem(path, reason, finding)

    def tell_incomplete(self, database: Database, archive: str) -> None:
        """Report files whose articles lack what they lack, once all twins are in."""
        for path, reason, outcome in find_incomplete(database, archive, self._lacking):
            self.summary.count_incomplete(outcome)
            self.reporter.problem(path, reason, Finding.INCOMPLETE)
