"""The format-neutral feed: what a stream shows, before Atom, RSS or JSON Feed say it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.model.attribution import CreditPart
from feedsvc.model.image import Image
from feedsvc.model.recording import Recording
from feedsvc.model.text_kinds import Html, Words


class Format(StrEnum):
    """A feed format; the value is the file name behind a stream's path."""

    ATOM = "atom.xml"
    RSS = "rss.xml"
    JSON = "feed.json"

    @property
    def media_type(self) -> str:
        """The Content-Type, charset included where the format has that parameter."""
        return _MEDIA_TYPES[self]

    @property
    def has_tombstones(self) -> bool:
        """True if the format can say that an entry was retracted (RFC 6721)."""
        return self is Format.ATOM

    @property
    def has_next_archive(self) -> bool:
        """True if its archive pages link to newer ones; JSON Feed's link back only."""
        return self is not Format.JSON


_OVERHEAD_BYTES, _ENTRY_OVERHEAD_BYTES = 4_096, 512

_MEDIA_TYPES = {
    Format.ATOM: "application/atom+xml; charset=utf-8",
    Format.RSS: "application/rss+xml; charset=utf-8",
    Format.JSON: "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A category as an entry carries it: its raw name, and what people read."""

    name: str
    title: Words


@dataclass(frozen=True, slots=True)
class EntrySource:
    """The outlet that an entry is credited to, as a stream of ours (RFC 4287 §4.2.11).

    Attributes:
        id: the Atom id of that stream's feed.
        url: its human page; `feed_url` is its RSS feed, for RSS's `source`.
    """

    id: str
    title: Words
    url: str
    feed_url: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A retracted article (RFC 6721): `ref` is its entry's id, `when` aware."""

    ref: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Paging:
    """Place of a document in its stream (RFC 5005 §4).

    Attributes:
        current_url: the subscription document of the same format.
        prev_url: the archive page with older entries; None at the first.
        next_url: the full archive page with newer entries; None if there is none.
        is_archive: this is an archive page, and not the current document.
        is_complete: the current document holds everything there is (§2).
    """

    current_url: str
    prev_url: str | None = None
    next_url: str | None = None
    is_archive: bool = False
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed (RFC 4287 §4.1.2; an item in RSS and JSON Feed).

    Attributes:
        id: permanent, an absolute IRI, not an address.
        url: the canonical URL.
        published, updated: aware, in the site's zone.
        summary: plain text, may be empty.
        html: the stored, cleaned HTML; renderers put it in as it is, contiguous.
        credit: the credit line; renderers show it in content and in the format's own
            elements.
        original_url: where the text was taken from, if that is another site.
        source: the outlet that it is credited to, where one is.
        images, recordings: those of the content, in order.
        has_time: whether people are shown the time of `published`.
        language: BCP 47, where the article says one.
    """

    id: str
    url: str
    title: Words
    published: datetime
    updated: datetime
    summary: Words
    html: Html
    terms: tuple[Term, ...]
    credit: tuple[CreditPart, ...]
    original_url: str | None
    source: EntrySource | None = None
    images: tuple[Image, ...] = ()
    recordings: tuple[Recording, ...] = ()
    has_time: bool = True
    language: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry as one format writes it; any document of that format takes it as it is.

    Attributes:
        id, updated: the entry's.
        body: UTF-8.
    """

    id: str
    updated: datetime
    body: bytes

    @property
    def weight(self) -> int:
        """Bytes that the entry takes in memory, its key included."""
        return len(self.body) + _ENTRY_OVERHEAD_BYTES


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed document, newest entry first.

    Attributes:
        id: permanent, the same in every format.
        page_url: the human page.
        urls: the feed's own canonical URL in each format.
        updated: when what it shows last changed, aware, in the site's zone.
        language: BCP 47, such as `zh-CN`.
        author: the site, for entries that credit nobody.
        icon_url: a square image, absolute.
        license_url: the license of the articles (RFC 4946).
        ttl_s: how long a reader may wait before asking again; divides an hour.
        paging: None where a document stands alone, as a selection does.
        tombstones: latest first; of a stream's retracted articles.
        has_content: False leaves bodies out, and gives summaries alone.
        hub_url: where it may be subscribed to (WebSub §4), or empty.
    """

    id: str
    title: Words
    subtitle: Words
    page_url: str
    urls: dict[Format, str]
    updated: datetime
    language: str
    author: Words
    icon_url: str
    license_url: str
    ttl_s: int
    entries: tuple[Entry, ...]
    paging: Paging | None = None
    tombstones: tuple[Tombstone, ...] = ()
    has_content: bool = True
    hub_url: str = ""


@dataclass(frozen=True, slots=True)
class Validators:
    """Validators that answer a conditional request, known without rendering.

    Attributes:
        tag: the opaque part of the strong entity tag, no quotes; the gzip form of the
            same edition adds `-gzip`.
        last_modified: aware UTC, whole seconds; not to be sent while it is yet to come.
            None where only the tag can tell editions apart.
        max_age_s: how long caches may serve the edition unasked.
    """

    tag: str
    last_modified: datetime | None
    max_age_s: int

    @property
    def revision(self) -> int:
        """Revision of a current document, with which its tag begins."""
        return int(self.tag.partition("-")[0])


@dataclass(frozen=True, slots=True)
class Edition:
    """One rendered feed document: bytes and validators.

    Attributes:
        base: of a delta, the tag of the edition that it is told from; else empty.
    """

    body: bytes
    gzip: bytes
    validators: Validators
    base: str = ""

    @property
    def tag(self) -> str:
        """Entity tag, from the validators."""
        return self.validators.tag

    @property
    def weight(self) -> int:
        """Bytes that the edition takes in memory, its key included."""
        return len(self.body) + len(self.gzip) + _OVERHEAD_BYTES
