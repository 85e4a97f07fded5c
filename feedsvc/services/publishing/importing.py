"""Importing: an archive becomes articles.

The tree is walked and compared with what is known of it; what is new or different is
parsed in a pool of processes and stored by one writer, in batches that each are one
transaction. Files are taken in the order of their ids, so that the twins of a code fall
into one batch, and a killed import leaves whole batches behind it.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol
from zoneinfo import ZoneInfo

from feedsvc.archive.walk import FileKind, FoundFile, find_files
from feedsvc.errors import ArchiveNotFound
from feedsvc.model.article import ArticleDraft
from feedsvc.model.claim import Claim
from feedsvc.model.info_code import from_file_stem
from feedsvc.services.publishing.parsing import (
    CategoryName,
    Job,
    Parsed,
    Rejected,
    SameBytes,
    parse,
    parse_all,
)
from feedsvc.services.publishing.placing import StoringRules
from feedsvc.services.publishing.pool import in_order
from feedsvc.services.publishing.storing import DraftBatch, Stored
from feedsvc.services.publishing.winning import claim_of
from feedsvc.store import categories, imported_files
from feedsvc.store.change import Change
from feedsvc.store.engine import Database
from feedsvc.store.imported_files import FileRecord, KnownFile, Outcome
from feedsvc.store.revision import begin_change

_BATCH_FILES = 1_000
_BATCH_BYTES = 16 * 1024 * 1024  # of files; what is made of them takes thrice that
_COMPARED_AT_ONCE = 2_000
_POOLED_FROM_FILES = 200
_MAX_PATH_BYTES = 1_024  # a path is a key, and PostgreSQL's keys are short


class Reporter(Protocol):
    """Who hears how an import goes on."""

    def progress(self, done: int, total: int) -> None:
        """So many files of so many that are new or different are stored."""

    def problem(self, path: str, reason: str, *, is_rejected: bool) -> None:
        """A file was rejected, or a person should look at it."""


@dataclass(slots=True)
class Summary:
    """What an import came to, in files of posts; `read` is the sum of the five."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    same_article: int = 0
    rejected: int = 0
    seconds: float = 0.0

    @property
    def read(self) -> int:
        """Files of posts, and category files that were rejected."""
        return (
            self.new + self.changed + self.unchanged + self.same_article + self.rejected
        )

    def count(self, outcome: Outcome) -> None:
        """One more file came to `outcome`."""
        name = outcome.name.lower()
        setattr(self, name, getattr(self, name) + 1)


@dataclass(slots=True)
class Importing:
    """The use case; one instance may run any number of imports, one after another.

    Attributes:
        clock: gives the time of each batch, aware UTC.
        workers: processes that parse; 0 for one a core.
    """

    database: Database
    rules: StoringRules
    zone: ZoneInfo
    clock: Callable[[], datetime]
    workers: int = 0

    def run(
        self, root: Path, reporter: Reporter, *, name: str | None = None
    ) -> Summary:
        """Import the archive at `root`; what is there already is left alone.

        Args:
            name: of the archive, under which its files are remembered; the folder's
                absolute path by default.

        Raises:
            ArchiveNotFound: no such folder, or nothing in it that is a post.
        """
        started = time.monotonic()
        summary = Summary()
        archive = _Archive(self, root, name or str(root.resolve()), reporter, summary)
        archive.bring_in()
        summary.seconds = time.monotonic() - started
        return summary


@dataclass(slots=True)
class _Archive:
    """One import under way."""

    case: Importing
    root: Path
    name: str
    reporter: Reporter
    summary: Summary
    _found: int = field(default=0)

    def bring_in(self) -> None:
        queue = sorted(self._differing())
        if not self._found:
            raise ArchiveNotFound(str(self.root), "holds no posts")
        total, done = len(queue), 0
        work = partial(parse_all, root=self.root, zone=self.case.zone)
        jobs = (_job(line) for line in queue)
        parsed = in_order(work, jobs, workers=self._workers(total))
        for batch in _batches(parsed):
            with begin_change(self.case.database, self.case.clock()) as change:
                self._store(change, batch)
            done += len(batch)
            self.reporter.progress(done, total)

    def _workers(self, files: int) -> int:
        """Below a few chunks a pool costs more than it saves."""
        return 1 if files < _POOLED_FROM_FILES else self.case.workers

    def _differing(self) -> Iterator[str]:
        """A line for each file that is new or differs; the others are counted."""
        for files in _folder_chunks(self._files()):
            known = self._known(files[0].path, files[-1].path)
            for file in files:
                before = known.get(file.path)
                if before and (before.size, before.mtime_ns) == (
                    file.size,
                    file.mtime_ns,
                ):
                    self._count_known(file.path, file.kind, before)
                else:
                    yield _line(file, before)

    def _files(self) -> Iterator[FoundFile]:
        for found in find_files(self.root):
            self._found += 1
            if not isinstance(found, FoundFile):
                self._reject(found.path, found.reason)
            elif len(found.path.encode()) > _MAX_PATH_BYTES:
                self._reject(found.path, f"its path is over {_MAX_PATH_BYTES} bytes")
            else:
                yield found

    def _known(self, first: str, last: str) -> dict[str, KnownFile]:
        with self.case.database.read() as connection:
            return imported_files.known_between(connection, self.name, first, last)

    def _count_known(self, path: str, kind: FileKind, known: KnownFile) -> None:
        if known.outcome is Outcome.REJECTED:
            self._reject(path, known.reason or "")
        elif kind is FileKind.POST:
            self.summary.count(Outcome.UNCHANGED)

    def _reject(self, path: str, reason: str) -> None:
        self.summary.count(Outcome.REJECTED)
        self.reporter.problem(path, reason, is_rejected=True)

    def _store(self, change: Change, batch: list[Parsed]) -> None:
        """Store what a batch of files holds, and remember the files."""
        drafts = {
            parsed.path: parsed.content
            for parsed in batch
            if isinstance(parsed.content, ArticleDraft)
        }
        storing = DraftBatch(
            change, self.name, drafts, self.case.rules, self._exists, self._reread
        )
        outcomes = storing.store()
        self._name_categories(change, batch)
        records = [
            self._record(parsed, outcomes.get(parsed.path), storing)
            for parsed in batch
            if not isinstance(parsed.content, SameBytes)
        ]
        imported_files.record(change, self.name, records)
        same = [parsed for parsed in batch if isinstance(parsed.content, SameBytes)]
        self._restat(change, same)

    def _name_categories(self, change: Change, batch: list[Parsed]) -> None:
        names = {
            parsed.content.raw
            for parsed in batch
            if isinstance(parsed.content, CategoryName) and parsed.content.raw
        }
        categories.ensure(change, names)

    def _record(
        self, parsed: Parsed, stored: Stored | None, storing: DraftBatch
    ) -> FileRecord:
        content = parsed.content
        if isinstance(content, Rejected):
            stored = Stored(Outcome.REJECTED, content.reason)
        known = KnownFile(
            size=parsed.size,
            mtime_ns=parsed.mtime_ns,
            hash=parsed.hash,
            outcome=stored.outcome if stored else Outcome.UNCHANGED,
            reason=stored.reason if stored else None,
        )
        if known.outcome is Outcome.REJECTED:
            self._reject(parsed.path, known.reason or "")
        elif stored is not None:
            self.summary.count(known.outcome)
        if not isinstance(content, ArticleDraft):
            return FileRecord(parsed.path, known)
        for warning in content.warnings:
            self.reporter.problem(parsed.path, warning, is_rejected=False)
        claim = claim_of(self.name, parsed.path, content)
        return FileRecord(parsed.path, known, claim, storing.category_id(parsed.path))

    def _restat(self, change: Change, same: list[Parsed]) -> None:
        """Files that were touched but hold the same bytes, rejected ones among them."""
        paths = [parsed.path for parsed in same]
        known = imported_files.known_among(change.connection, self.name, paths)
        stats = {parsed.path: (parsed.size, parsed.mtime_ns) for parsed in same}
        imported_files.restat(change, self.name, stats)
        for parsed in same:
            self._count_known(parsed.path, parsed.kind, known[parsed.path])

    def _exists(self, claim: Claim) -> bool:
        return claim.archive != self.name or (self.root / claim.path).exists()

    def _reread(self, claim: Claim) -> ArticleDraft | None:
        job = Job("", claim.path, FileKind.POST, known_hash=b"")
        parsed = parse(job, root=self.root, zone=self.case.zone)
        return parsed.content if isinstance(parsed.content, ArticleDraft) else None


def _folder_chunks(files: Iterable[FoundFile]) -> Iterator[list[FoundFile]]:
    """Files in runs of one folder, so that each run is one range of paths."""
    chunk: list[FoundFile] = []
    for file in files:
        if chunk and (
            len(chunk) >= _COMPARED_AT_ONCE or _folder(file) != _folder(chunk[0])
        ):
            yield chunk
            chunk = []
        chunk.append(file)
    if chunk:
        yield chunk


def _folder(file: FoundFile) -> str:
    return file.path.rpartition("/")[0]


def _line(file: FoundFile, known: KnownFile | None) -> str:
    """A job as one string, which sorts by the file's id: a million take 150 MB less."""
    stem = PurePosixPath(file.path).stem
    key = from_file_stem(stem) or stem
    known_hash = known.hash.hex() if known else ""
    return "\0".join((key, file.path, file.kind, known_hash))


def _job(line: str) -> Job:
    key, path, kind, known_hash = line.split("\0")
    return Job(key, path, FileKind(kind), bytes.fromhex(known_hash))


def _batches(parsed: Iterable[tuple[Job, Parsed]]) -> Iterator[list[Parsed]]:
    """Batches that part no two files of one id."""
    batch: list[Parsed] = []
    size, last = 0, None
    for job, file in parsed:
        is_full = len(batch) >= _BATCH_FILES or size >= _BATCH_BYTES
        if is_full and job.key != last:
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.size
        last = job.key
    if batch:
        yield batch
