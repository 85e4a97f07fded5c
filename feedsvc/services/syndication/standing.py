"""Standing: the rows that validators are made of, kept while nothing changes.

A site's feeds are asked for thousands of times between two changes. One look at the change
line a second tells that none of their rows has moved.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import inf

from feedsvc.errors import DatabaseReplaced, DatabaseUnusable, StreamNotFound
from feedsvc.model.stream import Stream, StreamRef
from feedsvc.services.syndication.epoch import epoch_began
from feedsvc.store.changes import change_line
from feedsvc.store.database.engine import Database, Snapshot
from feedsvc.store.streams import streams

OUTAGE_S = 5.0  # a database that restarts is back before
_MAX_KEPT = 20_000  # streams; a site has a tenth of that


@dataclass(slots=True)
class Standing:
    """State of the change line, and what was read at it.

    Attributes:
        began_at: start of our epoch; None once another has begun.
        streams: rows that were read at this revision, or since.
    """

    revision: int
    began_at: datetime | None
    streams: dict[StreamRef, Stream] = field(default_factory=dict)

    def read(self, snapshot: Snapshot, ref: StreamRef) -> Stream:
        """The stream's row as it is in the snapshot.

        Raises:
            StreamNotFound: no such stream.
        """
        stream = streams.find(snapshot, ref)
        if stream is None:
            self.streams.pop(ref, None)
            raise StreamNotFound(ref.kind, ref.slug)
        kept = self.streams.get(ref)
        # A thread that was slow may come with a row that another has read anew.
        is_newer = kept is None or kept.revision <= stream.revision
        if is_newer and len(self.streams) < _MAX_KEPT:
            self.streams[ref] = stream
        return stream


class StandingMemory:
    """Memory of the latest standing; safe from every thread.

    Attributes:
        outage_s: how long the standing counts while the database cannot be reached.
    """

    outage_s = OUTAGE_S

    def __init__(self, database: Database, epoch: Callable[[], str]) -> None:
        """Begin with nothing known.

        Args:
            epoch: gives ours, once it was entered.
        """
        self._database = database
        self._epoch = epoch
        self._latest = Standing(-1, None)
        self._looked_up_at = -inf
        self._seen_at = -inf

    def at_hand(self, every_s: float) -> Standing | None:
        """The standing, if it was looked up less than `every_s` seconds ago."""
        # The time first: it is written last, so what is read after it is no older.
        is_fresh = time.monotonic() - self._looked_up_at < every_s
        return self._latest if is_fresh else None

    def current(self, every_s: float) -> Standing:
        """The standing, looked up at most once in `every_s` seconds.

        Raises:
            DatabaseUnusable: the database cannot be reached, and not for a moment only.
        """
        return self.at_hand(every_s) or self._look_up()

    def _look_up(self) -> Standing:
        epoch = self._epoch()
        now, known = time.monotonic(), self._latest
        try:
            with self._database.read() as snapshot:
                revision = change_line.current(snapshot)
                began_at = epoch_began(snapshot, epoch)
        except DatabaseUnusable as error:
            is_over = now - self._seen_at >= self.outage_s
            if is_over or isinstance(error, DatabaseReplaced):
                raise
            self._looked_up_at = now
            return known
        is_same = (revision, began_at) == (known.revision, known.began_at)
        if not is_same or len(known.streams) >= _MAX_KEPT:
            # Rows that a thread is still reading go into the old one, and are recent
            # enough for it.
            known = Standing(revision, began_at)
        self._latest = known
        self._seen_at = self._looked_up_at = now
        return known
