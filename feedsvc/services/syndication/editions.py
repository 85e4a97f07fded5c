"""Syndication: the current edition of each feed, and its validators."""

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from feedsvc import feeds
from feedsvc.errors import NotFound
from feedsvc.model.article import Article
from feedsvc.model.document import Document
from feedsvc.model.feed import Edition, Entry, Feed, Validators
from feedsvc.model.medium import digests_in
from feedsvc.model.stream import Stream, require_shown
from feedsvc.services.syndication import searches
from feedsvc.services.syndication.cache import EditionCache
from feedsvc.services.syndication.contents import changes_of, contents_of
from feedsvc.services.syndication.current import Current, Key
from feedsvc.services.syndication.entries import EntryMemory
from feedsvc.services.syndication.epoch import enter_epoch
from feedsvc.services.syndication.publication import Publication
from feedsvc.services.syndication.selections import merge_current, merge_since
from feedsvc.services.syndication.standing import Standing, StandingMemory
from feedsvc.store import media
from feedsvc.store.articles import articles
from feedsvc.store.database.engine import Database, Snapshot
from feedsvc.store.streams import windows
from feedsvc.store.streams.windows import Contents

_LOOKED_UP_EVERY_S = 1.0
_GZIP_LEVEL = 4  # 3 % larger than by 6, in half the time
_DELTAS_SHARE, _ENTRIES_SHARE = 8, 4  # of the cache's bytes
_PREVIEWED = 3


@dataclass(slots=True)
class Syndication:
    """Editions of every stream in every format.

    Attributes:
        clock: the time now, aware UTC.
        cache_bytes: bound of the editions, deltas and entries kept in memory.
        look_up_every_s: how long the change line counts as unmoved; 0 looks each time.
    """

    database: Database
    publication: Publication
    clock: Callable[[], datetime]
    cache_bytes: int
    look_up_every_s: float = _LOOKED_UP_EVERY_S
    _editions: EditionCache[Key, Edition] = field(init=False)
    _deltas: EditionCache[Key, Edition] = field(init=False)
    _entries: EntryMemory = field(init=False)
    _standing: StandingMemory = field(init=False)
    _epoch: str | None = None

    def __post_init__(self) -> None:
        """Begin with nothing kept."""
        # Apart: clients choose the deltas, which must not crowd out whole documents.
        deltas = self.cache_bytes // _DELTAS_SHARE
        entries = self.cache_bytes // _ENTRIES_SHARE
        self._editions = EditionCache(self.cache_bytes - deltas - entries)
        self._deltas = EditionCache(deltas)
        self._entries = EntryMemory(entries)
        self._standing = StandingMemory(self.database, self._entered_epoch)

    def current(self, document: Document) -> Current:
        """A document as it stands now, without rendering it.

        Raises:
            StreamNotFound: no such stream.
            StreamRetired: all of its streams were retired.
            NotFound: no such page of it.
        """
        if document.query:
            return self._search(document)
        standing = self._standing.current(self.look_up_every_s)
        kept = [standing.streams.get(ref) for ref in document.streams]
        shown = [stream for stream in kept if stream is not None]
        if len(shown) == len(kept) and document.page is None:
            return self._current(document, shown, standing)
        with self.database.read() as snapshot:
            shown = [
                stream or standing.read(snapshot, ref)
                for stream, ref in zip(kept, document.streams, strict=True)
            ]
            if document.page is None:
                return self._current(document, shown, standing)
            require_shown(shown)
            known = self._page_validators(snapshot, document, shown[0])
        return self._known_by(document, known)

    def at_hand(self, document: Document) -> Current | None:
        """A document as `current` has it, if neither that nor its edition has to wait.

        Nothing is read from the database, and no lock is held for longer than a moment.
        None if it would be, or if the document is a page of an archive or a search.
        """
        standing = self._standing.at_hand(self.look_up_every_s)
        if standing is None or document.page is not None or document.query:
            return None
        kept = [standing.streams.get(ref) for ref in document.streams]
        shown = [stream for stream in kept if stream is not None]
        if len(shown) < len(kept) or all(stream.retired_at for stream in shown):
            return None
        return self._current(document, shown, standing)

    def since(self, document: Document, revision: int) -> Edition | None:
        """Edition for those who know a document at a revision, as `Current.since` has it.

        Raises:
            StreamNotFound: no such stream.
        """
        return self.current(document).since(revision)

    def _search(self, document: Document) -> Current:
        standing = self._standing.current(self.look_up_every_s)
        with self.database.read() as snapshot:
            stream = standing.read(snapshot, document.streams[0])
            found = searches.current(
                snapshot, stream.id, document.query, self.publication.zone
            )
        known = self._search_validators(document, stream, found)
        return self._known_by(document, known)

    def _current(
        self, document: Document, shown: Sequence[Stream], standing: Standing
    ) -> Current:
        require_shown(shown)
        return self._known_by(
            document, self._validators(document, shown, standing.began_at)
        )

    def _known_by(self, document: Document, known: Validators) -> Current:
        return Current(document, known, self._editions, self._deltas, self._render)

    def preview(self, document: Document) -> tuple[Entry, ...]:
        """The newest entries as the feed has them, for the page that stands for it.

        Raises:
            StreamNotFound: no such stream.
        """
        standing = self._standing.current(self.look_up_every_s)
        with self.database.read() as snapshot:
            shown = _read(snapshot, document, standing)
            contents = self._contents(snapshot, document, shown, None)
            newest = contents.shown[:_PREVIEWED] if contents else ()
            entries = articles.by_ids(snapshot, [row.article_id for row in newest])
        return self.publication.feed(document, shown, entries, ()).entries

    def _render(self, document: Document, since: int | None) -> Edition:
        """Render from one snapshot, which may be newer than the edition asked for.

        An edition without a body says that there is no such delta.
        """
        standing = self._standing.current(self.look_up_every_s)
        with self.database.read() as snapshot:
            shown = _read(snapshot, document, standing)
            contents = self._contents(snapshot, document, shown, since)
            validators = self._validators_in(
                snapshot, document, shown, contents, standing
            )
            if contents is None:
                return Edition(b"", b"", validators)
            known = self._entries.known(document, contents.shown)
            ids = [row.article_id for row in contents.shown]
            new = articles.by_ids(snapshot, [id_ for id_ in ids if id_ not in known])
            sizes = _sizes(snapshot, new)
        tombstones = [tombstone for tombstone, _ in contents.tombstones]
        if since is not None and tombstones and not document.format.has_tombstones:
            return Edition(b"", b"", validators)
        feed = self.publication.feed(document, shown, new, tombstones, sizes)
        feed = self.publication.beside(feed, document, known.values())
        written = feeds.write(feed, document.format)
        entries = known | self._entries.keep(document, contents.shown, new, written)
        body = feeds.document(
            feed if since is None else _as_part(feed),
            document.format,
            (entries[id_] for id_ in ids if id_ in entries),
        )
        packed = gzip.compress(body, _GZIP_LEVEL, mtime=0)
        base = "" if since is None else self._tag(document, since)
        return Edition(body, packed, validators, base)

    def _validators_in(
        self,
        snapshot: Snapshot,
        document: Document,
        shown: Sequence[Stream],
        contents: Contents | None,
        standing: Standing,
    ) -> Validators:
        if document.query and contents:
            return self._search_validators(document, shown[0], contents)
        if document.page is None:
            return self._validators(document, shown, standing.began_at)
        return self._page_validators(snapshot, document, shown[0])

    def _contents(
        self,
        snapshot: Snapshot,
        document: Document,
        shown: Sequence[Stream],
        since: int | None,
    ) -> Contents | None:
        if document.page is not None:
            return windows.page(snapshot, shown[0].id, document.page)
        if document.query:
            return searches.current(
                snapshot, shown[0].id, document.query, self.publication.zone
            )
        current = merge_current([contents_of(snapshot, stream) for stream in shown])
        if since is None:
            return current
        changed = [changes_of(snapshot, stream, current, since) for stream in shown]
        told = [part for part in changed if part is not None]
        return merge_since(current, told) if len(told) == len(changed) else None

    def _validators(
        self, document: Document, shown: Sequence[Stream], began_at: datetime | None
    ) -> Validators:
        last_modified = None
        # Two parts of a selection may change in one second: a date cannot tell. Nor can
        # it where another epoch has begun: its bytes have the same dates.
        if not document.is_selection and began_at is not None:
            last_modified = max(began_at, *(stream.changed_at for stream in shown))
        return Validators(
            tag=self._tag(document, max(stream.revision for stream in shown)),
            last_modified=last_modified,
            max_age_s=self.publication.ttl_s(document, shown),
        )

    def _page_validators(
        self, snapshot: Snapshot, document: Document, stream: Stream
    ) -> Validators:
        number = document.page or 0
        revision = windows.page_revision(snapshot, stream.id, number)
        if revision is None:
            raise NotFound("page", f"{number} of {stream.ref.slug}")
        # Beside its members it shows this; once the next is full, a link onward too.
        leads_on = document.format.has_next_archive and stream.is_full(number + 1)
        named = f"{stream.ref.slug} {stream.title}"
        if stream.description:
            named += f"\n{stream.description}"
        beside = _short_hash(f"{leads_on} {named}")
        epoch = self._entered_epoch()
        return Validators(
            tag=f"{revision}-{beside}-{_variant(document)}-{epoch}",
            last_modified=None,
            max_age_s=self.publication.ttl_s(document, [stream]),
        )

    def _search_validators(
        self, document: Document, stream: Stream, found: Contents
    ) -> Validators:
        ttl_s = self.publication.ttl_s(document, [stream])
        # Its results, and how long to wait, which follows the whole site's pace.
        listed = " ".join(f"{row.article_id}:{row.revision}" for row in found.shown)
        state = f"{_short_hash(f'{ttl_s} {listed}')}-{_variant(document)}"
        return Validators(f"{state}-{self._entered_epoch()}", None, ttl_s)

    def _tag(self, document: Document, revision: int) -> str:
        """Tag of a current document's edition at a revision."""
        return f"{revision}-{_variant(document)}-{self._entered_epoch()}"

    def _entered_epoch(self) -> str:
        if self._epoch is None:
            self._epoch = enter_epoch(self.database, (self.publication,), self.clock)
        return self._epoch


def _as_part(feed: Feed) -> Feed:
    """The feed of a delta: a part is never complete, even if the whole is."""
    if feed.paging is None:
        return feed
    return replace(feed, paging=replace(feed.paging, is_complete=False))


def _read(snapshot: Snapshot, document: Document, standing: Standing) -> list[Stream]:
    """The streams of a document in a snapshot; raises if none of them is shown."""
    found = [standing.read(snapshot, ref) for ref in document.streams]
    require_shown(found)
    return found


def _sizes(snapshot: Snapshot, shown: Sequence[Article]) -> dict[bytes, int]:
    """Sizes of the media that articles name; most name none, and nothing is asked."""
    named = {digest for article in shown for digest in digests_in(article.html)}
    return media.sizes(snapshot, named) if named else {}


def _variant(document: Document) -> str:
    """Part of a tag that tells a document's editions from those of its siblings."""
    if document.is_stream:
        return document.variant
    listed = document.query or " ".join(
        f"{ref.kind}/{ref.slug}" for ref in document.streams
    )
    return f"{document.variant}.{_short_hash(listed)}"


def _short_hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]
