"""The format-neutral feed: what a stream shows, before Atom, RSS or JSON Feed say it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.model.attribution import CreditPart


class Format(StrEnum):
    """A feed format; the value is the file name behind a stream's path."""

    ATOM = "atom.xml"
    RSS = "rss.xml"
    JSON = "feed.json"

    @property
    def media_type(self) -> str:
        """The Content-Type, charset included where the format has that parameter."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.ATOM: "application/atom+xml; charset=utf-8",
    Format.RSS: "application/rss+xml; charset=utf-8",
    Format.JSON: "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A category as an entry carries it: its raw name, and what people read."""

    name: str
    title: str


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
        origin_url: where the text was taken from, absolute http(s), or None.
    """

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    summary: str
    html: str
    terms: tuple[Term, ...]
    credit: tuple[CreditPart, ...]
    origin_url: str | None


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
        ttl_s: how long a reader may wait before asking again.
    """

    id: str
    title: str
    subtitle: str
    page_url: str
    urls: dict[Format, str]
    updated: datetime
    language: str
    author: str
    icon_url: str
    ttl_s: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request is answered by, known without rendering.

    Attributes:
        tag: the opaque part of the strong entity tag, no quotes; the gzip form of the
            same edition adds `-gzip`.
        last_modified: aware UTC, whole seconds; not to be sent while it is yet to come.
        max_age_s: how long caches may serve the edition unasked.
    """

    tag: str
    last_modified: datetime
    max_age_s: int


@dataclass(frozen=True, slots=True)
class Edition:
    """One rendered feed document: bytes and validators."""

    body: bytes
    gzip: bytes
    validators: Validators

    @property
    def tag(self) -> str:
        """Its validators' tag."""
        return self.validators.tag

    @property
    def weight(self) -> int:
        """Bytes that it takes in memory."""
        return len(self.body) + len(self.gzip)
