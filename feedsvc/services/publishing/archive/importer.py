"""Import of an archive: an archive becomes articles.

The tree is walked and compared with the files known from the last import. New and
changed files are parsed in a pool of processes and stored by one writer, in batches of
one transaction each. Files come in the order of their ids, so the twins of a code are
in one batch, and a killed import leaves only whole batches.
"""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from feedsvc.archive.jekyll.site import Site, Zones, read_site
from feedsvc.archive.jekyll.walk import (
    MAX_PATH_BYTES,
    FileKind,
    FoundFile,
    PassedOver,
    find_files,
)
from feedsvc.errors import ArchiveNotFound
from feedsvc.model.article import ArticleDraft
from feedsvc.model.claim import Claim
from feedsvc.services.publishing.archive import aside, settlement
from feedsvc.services.publishing.archive.identity import with_kept_codes
from feedsvc.services.publishing.archive.known_files import KnownFiles
from feedsvc.services.publishing.archive.pool import in_order
from feedsvc.services.publishing.archive.presence import Presence, storable
from feedsvc.services.publishing.archive.queue import (
    Queue,
    batches,
    folder_chunks,
    job_of,
    line_of,
)
from feedsvc.services.publishing.archive.reading import (
    Job,
    Parsed,
    SameBytes,
    category_names,
    parse,
    parse_all,
)
from feedsvc.services.publishing.archive.recording import Recording
from feedsvc.services.publishing.archive.register import Entry
from feedsvc.services.publishing.archive.summary import Finding, Reporter, Summary
from feedsvc.services.publishing.archive.tally import Tally
from feedsvc.services.publishing.placement import StoringRules
from feedsvc.services.publishing.writer import Stored, Writer
from feedsvc.store.articles import imported_files
from feedsvc.store.articles.imported_files import (
    TO_PARSE,
    FileRecord,
    KnownFile,
    Outcome,
)
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import categories

_POOLED_FROM_FILES = 200  # below it a pool costs more than it saves


@dataclass(slots=True)
class Importer:
    """Importer of archives; one instance may run any number of imports, one after another.

    Attributes:
        zones: for dates that name none.
        clock: gives the time of each batch, aware UTC.
        workers: number of processes that parse.
        max_media_bytes, keeps_media: of files that come in with posts: 0 lets none in.
    """

    database: Database
    rules: StoringRules
    zones: Zones
    clock: Callable[[], datetime]
    workers: int = 0
    max_media_bytes: int = 64 * 1024 * 1024
    keeps_media: bool = True

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
        name = name or storable(str(root.resolve()))
        with Recording(
            self.database, self.clock, name, "import", reporter, summary
        ) as recording:
            site = read_site(root, self.zones, self.max_media_bytes)
            _Archive(self, site, name, recording, summary).bring_in()
        summary.seconds = time.monotonic() - started
        return summary


@dataclass(slots=True)
class _Archive:
    """One import under way."""

    case: Importer
    site: Site
    name: str
    reporter: Reporter
    summary: Summary
    _found: int = field(default=0)
    _presence: Presence = field(init=False)
    _tally: Tally = field(init=False)
    _aside: list[str] = field(default_factory=list)
    _entry: Entry = field(init=False)
    _known_files: KnownFiles = field(init=False)

    def __post_init__(self) -> None:
        case = self.case
        self._tally = Tally(self.reporter, self.summary)
        self._entry = Entry(case.database, case.clock, self.name, self.site)
        roots = {**self._entry.roots, self.name: str(self.site.root)}
        self._presence = Presence(roots, case.keeps_media)
        self._known_files = KnownFiles(self._entry)

    def bring_in(self) -> None:
        for path, reason in self._entry.notes:
            self.reporter.problem(path, reason, Finding.LOOK_AT)
        settlement.settle(
            self.case.database, self.case.clock(), self.name, self._presence
        )
        queue = Queue(self._differing())
        if not self._found and not (self._aside and self._entry.is_known):
            raise ArchiveNotFound(str(self.site.root), "holds no posts")
        self._entry.enter()
        total, done = len(queue), 0
        self.reporter.progress(done, total)
        work = partial(parse_all, origin=self.name, site=self.site)
        jobs = (job_of(line) for line in queue)
        workers = 1 if total < _POOLED_FROM_FILES else self.case.workers
        parsed = in_order(work, jobs, workers=workers)
        for batch in batches(parsed):
            with begin_change(self.case.database, self.case.clock()) as change:
                self._store(change, batch)
            done += len(batch)
            self.reporter.progress(done, total)
        self._tally.tell_incomplete(self.case.database, self.name)
        self._tell_aside()
        self._entry.finish(self.case.rules)

    def _tell_aside(self) -> None:
        """Report files that were put aside, and articles withheld for them."""
        for told in aside.find_told(
            self.case.database, self.name, self._aside, self._presence
        ):
            self._tally.tell(*told)

    def _differing(self) -> Iterator[str]:
        """A line for each file that is new or differs; the others are counted."""
        for files in folder_chunks(self._files()):
            first, last = files[0].path, files[-1].path
            with self.case.database.read() as connection:
                known = imported_files.known_between(connection, self.name, first, last)
            for path in self._known_files.changed(first, last):
                known.pop(path, None)  # it is read again like a file that has changed
            for file in files:
                before = known.get(file.path)
                if before and self._entry.is_other_site:
                    before = replace(before, mtime_ns=TO_PARSE)
                if before and (before.size, before.mtime_ns) == (
                    file.size,
                    file.mtime_ns,
                ):
                    self._tally.count_known(file.path, file.kind, before)
                else:
                    yield line_of(file, before)

    def _files(self) -> Iterator[FoundFile]:
        for found in find_files(self.site.root, self.site.config):
            if isinstance(found, PassedOver):
                self._tally.tell(found.path, found.reason, Finding.PASSED_OVER)
                continue
            is_aside = isinstance(found, FoundFile) and found.kind is FileKind.ASIDE
            if is_aside:
                self._aside.append(found.path)
            else:
                self._found += 1
            if not isinstance(found, FoundFile):
                self._tally.tell(found.path, found.reason, Finding.REJECTED)
            elif len(found.path.encode()) <= MAX_PATH_BYTES:
                yield found
            elif not is_aside:
                reason = f"its path is over {MAX_PATH_BYTES} bytes"
                self._tally.tell(found.path, reason, Finding.REJECTED)

    def _store(self, change: Change, batch: list[Parsed]) -> None:
        """Store the contents of a batch of files, and remember the files."""
        drafts = aside.bare_drafts(change, self.name, batch) | {
            parsed.path: parsed.content
            for parsed in batch
            if isinstance(parsed.content, ArticleDraft)
        }
        drafts = with_kept_codes(change, self.name, drafts)
        same = {parsed.path for parsed in batch if parsed.is_same}
        stored = self._write(change, drafts.values(), same)
        categories.ensure(change, category_names(batch))
        records = [
            self._record(parsed, drafts.get(parsed.path), stored.get(parsed.path))
            for parsed in batch
            if not isinstance(parsed.content, SameBytes)
        ]
        imported_files.record(change, self.name, records)
        self._known_files.record(change, batch)
        self._restat(
            change,
            [parsed for parsed in batch if isinstance(parsed.content, SameBytes)],
        )

    def _record(
        self, parsed: Parsed, draft: ArticleDraft | None, stored: Stored | None
    ) -> FileRecord:
        outcome, reason = aside.outcome_of(parsed, draft, stored)
        known = KnownFile(
            size=parsed.size,
            mtime_ns=parsed.mtime_ns,
            hash=parsed.hash,
            outcome=outcome or Outcome.UNCHANGED,
            reason=reason or parsed.lack,
        )
        if outcome is not None and parsed.kind is not FileKind.ASIDE:
            self._tally.count(parsed.path, known.outcome, known.reason)
        if draft is None or stored is None:
            return FileRecord(parsed.path, known)
        for warning in draft.warnings:
            self.reporter.problem(parsed.path, warning, Finding.LOOK_AT)
        return FileRecord(parsed.path, known, stored.claim, stored.category_id)

    def _restat(self, change: Change, same: list[Parsed]) -> None:
        """Files that were touched but hold the same bytes, rejected ones among them."""
        paths = [parsed.path for parsed in same]
        known = imported_files.known_among(change.connection, self.name, paths)
        stats = {parsed.path: (parsed.size, parsed.mtime_ns) for parsed in same}
        imported_files.restat(change, self.name, stats)
        for parsed in same:
            self._tally.count_known(parsed.path, parsed.kind, known[parsed.path])

    def _write(
        self, change: Change, drafts: Collection[ArticleDraft], same: Collection[str]
    ) -> dict[str, Stored]:
        """Hand drafts to the writer, and again those whose code needs a file reread."""
        writer = Writer(self.case.rules, self._presence, self._entry.is_other_site)
        stored: dict[str, Stored] = {}
        reread: dict[str, ArticleDraft | None] = {}
        while drafts:
            written = writer.write(change, drafts, same=same, reread=reread)
            stored |= written.stored
            self.summary.lost_to.update(written.lost_to)
            self._known_files.tell(written.attached, self.reporter, self.summary)
            reread |= {claim.key: self._reread(claim) for claim in written.again}
            undecided = {claim.info_code for claim in written.again}
            drafts = [draft for draft in drafts if draft.info_code in undecided]
        return stored

    def _reread(self, claim: Claim) -> ArticleDraft | None:
        job = Job("", claim.key, FileKind.POST, known_hash=b"")
        parsed = parse(job, origin=self.name, site=self.site)
        return parsed.content if isinstance(parsed.content, ArticleDraft) else None
