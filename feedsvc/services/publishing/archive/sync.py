"""Sync: an archive is followed, and what changes in it is imported as it does.

Events say where to look; what is found there goes the way of an import. Some events are
lost, so everything is looked at now and then.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from feedsvc.archive.jekyll.site import config_at
from feedsvc.archive.jekyll.walk import FoundFile, find_files
from feedsvc.archive.jekyll.watch import changes
from feedsvc.errors import ArchiveNotFound, DatabaseUnusable, WatchFailed
from feedsvc.log import log, warn
from feedsvc.services.publishing.archive.importer import Importer
from feedsvc.services.publishing.archive.pending import Pending
from feedsvc.services.publishing.archive.recording import Recording
from feedsvc.services.publishing.archive.removal import Removal
from feedsvc.services.publishing.archive.summary import Finding, Summary

_TICK_S = 0.2
_QUIET_S = 0.2  # without an event at a file, before it is read: it may be half written
_REMOVED_S = 1.0  # before a file counts as removed: a checkout puts many back
_WALK_S = 60.0  # between two looks at everything
_WALK_SHARE = 20  # of the time, they take one part at most
_RETRY_S = 60.0  # before watching is tried again; until then, everything is looked at
_POLL_S = 1.0
_MANY = 1_000  # paths; looking at everything costs less
_BEAT_S = 60.0  # between two signs of life
_RECORD_S = 24 * 3600.0  # that one record covers
_WAIT_S = 1.0  # for a database that is away


@dataclass(slots=True)
class Sync:
    """Sync of one archive.

    Attributes:
        root: its folder, or a link to it, which may come to lead to another.
        name: under which its files are remembered.
        retracts_removed: retract articles whose files were removed.
        is_over: ends it, after the batch that is under way.
    """

    importer: Importer
    root: Path
    name: str
    retracts_removed: bool
    is_over: Event = field(default_factory=Event)
    _has_begun: bool = False
    _is_away: bool = False
    _walked_at: float = 0.0
    _walk_took: float = 0.0
    _changed: Pending = field(default_factory=lambda: Pending(_QUIET_S))
    _removed: Pending = field(default_factory=lambda: Pending(_REMOVED_S))

    @property
    def _removal(self) -> Removal:
        case = self.importer
        return Removal(case.database, case.clock, self.name, self.root)

    def follow(self) -> None:
        """Follow the archive until it is over; wait for a database that is away.

        Raises:
            ArchiveNotFound: there is none to begin with.
            SyncUnderWay: another process follows it.
            DatabaseUnusable: it is away from the beginning.
        """
        while not self.is_over.is_set():
            try:
                self._follow_on()
            except KeyboardInterrupt:  # by `_Log`, behind a batch
                return
            except DatabaseUnusable as error:
                if not self._has_begun:
                    raise
                warn("sync-waits", reason=error.reason)
                self.is_over.wait(_WAIT_S)

    def _follow_on(self) -> None:
        """Look at everything, and then at what changes, for as long as one record covers."""
        case = self.importer
        reporter, summary = _Log(self.is_over), Summary()
        with Recording(
            case.database,
            case.clock,
            self.name,
            "sync",
            reporter,
            summary,
            is_alone=True,
        ) as recording:
            events = self._events()
            next(events, None)  # from here on, nothing that changes is missed
            self._walk(recording, is_repeat=False)
            began = beat = time.monotonic()
            for paths in events:
                now = time.monotonic()
                self._look(recording, paths, now)
                if now - beat > _BEAT_S:
                    recording.beat()
                    beat = now
                if now - began > _RECORD_S and not self._changed:
                    return

    def _events(self) -> Iterator[set[str] | None]:
        """Paths that changed; None where any may have."""
        while not self.is_over.is_set():
            watched = changes(self.root, self.is_over, every_s=_TICK_S)
            try:
                first = next(watched, None)
                yield None
                yield first
                yield from watched
            except WatchFailed as error:
                if self.root.is_dir():
                    warn("watch-failed", folder=self.root, reason=error.reason)
                yield from self._polls()

    def _polls(self) -> Iterator[None]:
        """None, again and again, until it is time to try to watch once more."""
        until = time.monotonic() + _RETRY_S
        while time.monotonic() < until and not self.is_over.is_set():
            yield None
            self.is_over.wait(max(_POLL_S, self._walk_took * _WALK_SHARE))

    def _look(self, recording: Recording, paths: set[str] | None, now: float) -> None:
        """Import what is ready of that which changed, or everything where it is time."""
        for pending in (self._changed, self._removed):
            pending.add(paths or (), now)
        ready = self._changed.take(now)
        every_s = max(_WALK_S, self._walk_took * _WALK_SHARE)
        is_time = paths is None or now - self._walked_at > every_s
        if is_time or len(ready) > _MANY:
            self._walk(recording, is_repeat=True)
        elif ready:
            self._bring_in(recording, paths=ready, is_repeat=True)
        if gone := self._removed.take(now):
            if left := self._removal.recall(gone):
                self._bring_in(recording, paths=set(left), is_repeat=True)
            self._retract(gone)

    def _walk(self, recording: Recording, *, is_repeat: bool) -> None:
        """Look at everything; an archive that is away, as a volume may be, is awaited."""
        began = time.monotonic()
        if self._bring_in(recording, paths=None, is_repeat=is_repeat):
            self._is_away, self._has_begun = False, True
            if not self._removed:
                self._retract(None)
        self._walked_at = time.monotonic()
        self._walk_took = self._walked_at - began

    def _bring_in(
        self, recording: Recording, *, paths: set[str] | None, is_repeat: bool
    ) -> bool:
        """Import a part or all of the archive, and say what came; false if it is away.

        Raises:
            ArchiveNotFound: it was never there.
        """
        before = recording.summary.counts
        try:
            self.importer.bring_in(
                self.root, recording, paths=paths, is_repeat=is_repeat
            )
        except ArchiveNotFound as error:
            if not self._has_begun:
                raise
            if not self._is_away:
                warn("archive-away", reason=str(error))
            self._is_away = True
            return False
        now, names = recording.summary.counts, ("new", "changed", "same_article")
        more = {name: getattr(now, name) - getattr(before, name) for name in names}
        if any(more.values()):
            log("synced", **more)
        return True

    def _retract(self, paths: set[str] | None) -> None:
        """Retract articles whose files are gone; None for all of them.

        Nothing is gone from an archive that is away.
        """
        if not self.retracts_removed or self._is_away or not _has_posts(self.root):
            return
        removal = self._removal
        gone = removal.retract_all() if paths is None else removal.retract(paths)
        for path in gone:
            log("retracted", path=path, reason="its file was removed")


@dataclass(frozen=True, slots=True)
class _Log:
    """Reporter that writes to the log, and stops an import between two batches."""

    is_over: Event

    def progress(self, _done: int, _total: int) -> None:
        """Go on, unless it is over."""
        if self.is_over.is_set():
            raise KeyboardInterrupt

    def problem(self, path: str, reason: str, finding: Finding) -> None:
        """Write a line."""
        warn("reported", finding=finding, path=path, reason=reason)


def _has_posts(root: Path) -> bool:
    """True if an archive has any post, and is not an empty folder to mount one on."""
    try:
        found = find_files(root, config_at(root))
        return any(isinstance(one, FoundFile) for one in found)
    except ArchiveNotFound:
        return False
