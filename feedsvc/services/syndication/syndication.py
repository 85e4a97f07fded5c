"""The use case: which edition of a feed stands now, and by what it is known."""

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from feedsvc import feeds
from feedsvc.errors import StreamNotFound
from feedsvc.model.feed import Edition, Format, Validators
from feedsvc.model.stream import Stream, StreamRef
from feedsvc.services.syndication.cache import EditionCache
from feedsvc.services.syndication.epoch import Epoch, enter_epoch
from feedsvc.services.syndication.policy import Publication
from feedsvc.store import articles, streams, windows
from feedsvc.store.engine import Database, Snapshot

_LOOKED_UP_EVERY_S = 1.0
_MAX_REMEMBERED = 20_000  # streams; a site has a tenth of that
_GZIP_LEVEL = 6


@dataclass(slots=True)
class Syndication:
    """Editions of every stream in every format.

    Attributes:
        clock: the time now, aware UTC.
        cache_bytes: bound of the editions kept in memory.
    """

    database: Database
    publication: Publication
    clock: Callable[[], datetime]
    cache_bytes: int
    _editions: EditionCache[tuple[StreamRef, Format], Edition] = field(init=False)
    _streams: dict[StreamRef, tuple[float, Stream]] = field(default_factory=dict)
    _epoch: Epoch | None = None

    def __post_init__(self) -> None:
        """Begin with nothing kept."""
        self._editions = EditionCache(self.cache_bytes)

    def validators(self, ref: StreamRef, format_: Format) -> Validators:
        """What the feed's current edition is known by, without rendering it.

        Raises:
            StreamNotFound: no such stream.
        """
        return self._validators(self._stream(ref), format_)

    def edition(self, ref: StreamRef, format_: Format) -> Edition:
        """The feed's current edition.

        Raises:
            StreamNotFound: no such stream.
        """
        tag = self.validators(ref, format_).tag
        return self._editions.get(
            (ref, format_), tag, lambda: self._render(ref, format_)
        )

    def _render(self, ref: StreamRef, format_: Format) -> Edition:
        """Render from one snapshot, which may be newer than what was asked for."""
        with self.database.read() as snapshot:
            stream = self._look_up(snapshot, ref)
            ids = windows.article_ids(snapshot, stream.id)
            entries = articles.by_ids(snapshot, ids)
        body = feeds.render(self.publication.feed(stream, entries), format_)
        compressed = gzip.compress(body, _GZIP_LEVEL, mtime=0)
        return Edition(body, compressed, self._validators(stream, format_))

    def _validators(self, stream: Stream, format_: Format) -> Validators:
        epoch = self._entered_epoch()
        # The time beside the revision: a database restored from a backup counts again.
        changed = int(stream.changed_at.timestamp())
        return Validators(
            tag=f"{stream.revision}-{changed:x}-{format_.name.lower()}-{epoch.tag}",
            last_modified=max(stream.changed_at, epoch.began_at),
            max_age_s=self.publication.max_age_s,
        )

    def _stream(self, ref: StreamRef) -> Stream:
        """The stream, looked up at most once a second."""
        known = self._streams.get(ref)
        if known is not None and time.monotonic() - known[0] < _LOOKED_UP_EVERY_S:
            return known[1]
        with self.database.read() as snapshot:
            return self._look_up(snapshot, ref)

    def _look_up(self, snapshot: Snapshot, ref: StreamRef) -> Stream:
        stream = streams.find(snapshot, ref)
        if stream is None:
            self._streams.pop(ref, None)
            raise StreamNotFound(ref.kind, ref.slug)
        if len(self._streams) >= _MAX_REMEMBERED:
            self._streams.clear()
        self._streams[ref] = (time.monotonic(), stream)
        return stream

    def _entered_epoch(self) -> Epoch:
        if self._epoch is None:
            self._epoch = enter_epoch(self.database, (self.publication,), self.clock)
        return self._epoch
