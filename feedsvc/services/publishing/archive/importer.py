"""Import of an archive: an archive becomes articles.

The tree is walked and compared with the files known from the last import. New and
changed files are parsed in a pool of processes and stored by one writer, in batches of
one transaction each. Files come in the order of their ids, so the twins of a code are
in one batch, and a killed import leaves only whole batches.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from feedsvc.archive.jekyll.site import Site, Zones, read_site
from feedsvc.archive.jekyll.walk import FileKind
from feedsvc.errors import ArchiveNotFound
from feedsvc.model.article import ArticleDraft
from feedsvc.model.claim import Claim
from feedsvc.services.publishing.archive import aside, settlement
from feedsvc.services.publishing.archive.differing import Differing
from feedsvc.services.publishing.archive.identity import with_kept_codes
from feedsvc.services.publishing.archive.known_files import KnownFiles
from feedsvc.services.publishing.archive.pool import in_order
from feedsvc.services.publishing.archive.presence import Presence, storable
from feedsvc.services.publishing.archive.queue import Queue, batches, job_of
from feedsvc.services.publishing.archive.reading import (
    Gone,
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
    FileRecord,
    KnownFile,
    Outcome,
)
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import categories

# Below them a pool costs more than it saves; more so where it is not warm yet.
_POOLED_FROM_FILES = 200
_POOLED_FROM_FILES_AGAIN = 2_000


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
            self.bring_in(root, recording)
        summary.seconds = time.monotonic() - started
        return summary

    def bring_in(
        self,
        root: Path,
        recording: Recording,
        *,
        paths: Collection[str] | None = None,
        is_repeat: bool = False,
    ) -> None:
        """Import an archive, or a part of it, as a part of an import under way.

        Args:
            paths: where to look, and below; None for the whole archive.
            is_repeat: what is as it was has been counted and reported before.

        Raises:
            ArchiveNotFound: no such folder, or nothing in the whole of it that is a post.
        """
        site = read_site(root, self.zones, self.max_media_bytes)
        _Archive(self, site, recording, paths, is_repeat).bring_in()


@dataclass(slots=True)
class _Archive:
    """One archive on its way in, or a part of it."""

    case: Importer
    site: Site
    recording: Recording
    paths: Collection[str] | None
    is_repeat: bool
    name: str = field(init=False)
    _presence: Presence = field(init=False)
    _tally: Tally = field(init=False)
    _entry: Entry = field(init=False)
    _known_files: KnownFiles = field(init=False)

    def __post_init__(self) -> None:
        case = self.case
        self.name = self.recording.archive
        self._tally = Tally(self.recording, self.recording.summary, self.is_repeat)
        self._entry = Entry(case.database, case.clock, self.name, self.site)
        roots = {**self._entry.roots, self.name: str(self.site.root)}
        self._presence = Presence(roots, case.keeps_media)
        self._known_files = KnownFiles(self._entry)

    def bring_in(self) -> None:
        differing = self._differing()
        queue = Queue(differing.lines())
        is_part = differing.paths is not None
        is_archive = differing.found or (differing.aside and self._entry.is_known)
        if not is_part and not is_archive:
            raise ArchiveNotFound(str(self.site.root), "holds no posts")
        if self.is_repeat and not queue and self._entry.is_known:
            return
        self._entry.enter()
        self._work_off(queue)
        self._tally.tell_incomplete(self.case.database, self.name)
        if is_part or not self.is_repeat:
            self._tell_aside(differing.aside)
        self._entry.finish(self.case.rules)

    def _differing(self) -> Differing:
        """Search of the paths, and of what may have changed with them."""
        if not self.is_repeat or self._entry.is_other_site:
            for path, reason in self._entry.notes:
                self.recording.problem(path, reason, Finding.LOOK_AT)
        recalled = settlement.settle(
            self.case.database, self.case.clock(), self.name, self._presence
        )
        paths = self.paths
        if paths is not None and not self._entry.is_other_site:
            paths = {*paths, *recalled, *self._known_files.posts_with(paths)}
        else:
            paths = None
        return Differing(self._entry, self._known_files, self._tally, paths)

    def _work_off(self, queue: Queue) -> None:
        total, done = len(queue), 0
        self.recording.progress(done, total)
        work = partial(parse_all, origin=self.name, site=self.site)
        jobs = (job_of(line) for line in queue)
        pooled_from = _POOLED_FROM_FILES_AGAIN if self.is_repeat else _POOLED_FROM_FILES
        workers = 1 if total < pooled_from else self.case.workers
        parsed = in_order(work, jobs, workers=workers)
        for batch in batches(parsed):
            there = [one for one in batch if not isinstance(one.content, Gone)]
            now = self.case.clock()
            with begin_change(self.case.database, now, by="import") as change:
                self._store(change, there)
            done += len(batch)
            self.recording.progress(done, total)

    def _tell_aside(self, paths: Collection[str]) -> None:
        """Report files that were put aside, and articles withheld for them."""
        for told in aside.find_told(
            self.case.database, self.name, paths, self._presence
        ):
            self._tally.tell(*told)

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
            self.recording.problem(parsed.path, warning, Finding.LOOK_AT)
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
            self.recording.summary.lost_to.update(written.lost_to)
            self._known_files.tell(
                written.attached, self.recording, self.recording.summary
            )
            reread |= {claim.key: self._reread(claim) for claim in written.again}
            undecided = {claim.info_code for claim in written.again}
            drafts = [draft for draft in drafts if draft.info_code in undecided]
        return stored

    def _reread(self, claim: Claim) -> ArticleDraft | None:
        job = Job("", claim.key, FileKind.POST, known_hash=b"")
        parsed = parse(job, origin=self.name, site=self.site)
        return parsed.content if isinstance(parsed.content, ArticleDraft) else None
