"""Frames over HTTP: headlines or an article for other sites' pages, with a 304 for most.

A frame is the same for everybody, reads no cookie and no header but those of caching, and
may run one script of ours in an origin of its own. How it looks is the painter's.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from feedsvc.edge import lifetimes
from feedsvc.edge.body import Body
from feedsvc.edge.conditional import (
    NO_STORE,
    Conditions,
    Verdict,
    accepts_gzip,
    public,
)
from feedsvc.edge.embed_urls import find_frame
from feedsvc.edge.rate_limit import RateLimiter, too_many
from feedsvc.edge.redirects import redirect
from feedsvc.edge.reply import NO_SNIFFING, Reply
from feedsvc.edge.share_links import decoded
from feedsvc.errors import NotFound, StreamNotFound
from feedsvc.model.answer import Published, Withdrawn
from feedsvc.model.article import Article
from feedsvc.model.card import CardKind, CardName
from feedsvc.model.document import Document, normalised
from feedsvc.model.embed import Frame
from feedsvc.model.feed import Format
from feedsvc.model.links import Links
from feedsvc.model.partner import Partner
from feedsvc.model.share_link import ShareLink
from feedsvc.model.stream import Stream
from feedsvc.services.cards.lookup import CardLookup
from feedsvc.services.embeds import Embeds
from feedsvc.services.loads import LoadCounter
from feedsvc.services.partners import Partners
from feedsvc.services.share_links import ShareLinks
from feedsvc.services.syndication.cache import EditionCache
from feedsvc.services.syndication.editions import Syndication

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

CACHE_BYTES = 8 * 1024 * 1024
_PICTURES_S = 60  # a picture may be copied long after its article came
# No `allow-same-origin`: the frame's origin is one that nobody else has.
_POLICY = (
    "default-src 'none'; img-src 'self'; {hashes}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *; "
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"
)
_POLICY_NAME = "Content-Security-Policy"
_EVERYBODY = "frame-ancestors *;"


class Notice(StrEnum):
    """Reason why a frame shows no article; the value is the status line."""

    CLOSED = "403 Forbidden"
    UNKNOWN = "404 Not Found"
    WITHDRAWN = "410 Gone"
    REMOVED = "451 Unavailable For Legal Reasons"


@dataclass(frozen=True, slots=True)
class Painted:
    """A frame's document, and the hashes of its style and script for the policy."""

    html: str
    hashes: str


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a frame shows it; `picture` is a copy of its own, if there is one."""

    article: Article
    picture: CardName | None = None


class Painter(Protocol):
    """Artist that draws frames."""

    def listing(
        self, frame: Frame, streams: Sequence[Stream], items: Sequence[Item]
    ) -> Painted:
        """Headlines of streams."""

    def article(self, frame: Frame, item: Item) -> Painted:
        """One article."""

    def notice(self, frame: Frame, notice: Notice) -> Painted:
        """A card without an article, which says no more than the status does."""


@dataclass(frozen=True, slots=True)
class _Edition:
    """A frame's bytes.

    Attributes:
        tag: state of its streams when it was made.
    """

    tag: str
    body: Body
    hashes: str

    @property
    def weight(self) -> int:
        """Bytes of memory."""
        return self.body.weight


@dataclass(frozen=True, slots=True)
class EmbedDoor:
    """Door that answers requests for frames.

    Attributes:
        clock: the time now, aware UTC.
        misses: limits clients that keep asking for unknown codes.
        is_public: whether frames are for everybody, or under partners' keys alone.
        load_counter: None if no process writes them down.
    """

    embeds: Embeds
    syndication: Syndication
    share_links: ShareLinks
    cards: CardLookup
    painter: Painter
    links: Links
    misses: RateLimiter
    clock: Callable[[], datetime]
    partners: Partners
    is_public: bool
    load_counter: LoadCounter | None = None
    _editions: EditionCache[Frame, _Edition] = field(
        default_factory=lambda: EditionCache(CACHE_BYTES), init=False, compare=False
    )

    def answer(self, path: str, environ: "WSGIEnvironment") -> Reply | None:
        """The reply to a request for a frame; None if `path` is none's address."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        if "/embed/" not in path:
            return None
        frame = find_frame(decoded(path), decoded(environ.get("QUERY_STRING", "")))
        if frame is None:
            return None
        partner = self.partners.find(frame.key) if frame.key else None
        if partner is None and not self.is_public:
            return self._notice(frame, Notice.CLOSED, environ)
        reply = self._answer(frame, environ)
        if partner is not None:
            self._note(partner, reply, environ)
            return self._limited(reply, partner)
        return reply

    def _note(self, partner: Partner, reply: Reply, environ: "WSGIEnvironment") -> None:
        """Count a load, whether the frame was sent or the browser had it still."""
        is_load = reply.status in {Verdict.PROCEED, Verdict.NOT_MODIFIED}
        if is_load and self.load_counter and environ["REQUEST_METHOD"] == "GET":
            self.load_counter.note(partner.key)

    def _limited(self, reply: Reply, partner: Partner) -> Reply:
        """The reply for the pages of one partner, and for our own preview."""
        origins = " ".join((*partner.origins, self.links.base_url))
        return replace(
            reply,
            headers=tuple(
                (name, value.replace(_EVERYBODY, f"frame-ancestors {origins};"))
                if name == _POLICY_NAME
                else (name, value)
                for name, value in reply.headers
            ),
        )

    def _answer(self, frame: Frame, environ: "WSGIEnvironment") -> Reply:
        if frame.code:
            return self._article(frame, environ)
        if not frame.streams:
            return self._notice(frame, Notice.UNKNOWN, environ)
        try:
            return self._reply(self._listing(frame), environ)
        except StreamNotFound:
            return self._moved(frame) or self._notice(frame, Notice.UNKNOWN, environ)

    def _listing(self, frame: Frame) -> _Edition:
        """Headlines, painted once for each state of their streams."""
        document = Document(frame.streams, Format.ATOM)
        tag = self.syndication.current(document).validators.tag
        if frame.look.has_image:
            tag += f" {int(time.monotonic() / _PICTURES_S)}"
        # A key changes who may show the frame, and nothing of its bytes.
        frame = replace(frame, key="")
        return self._editions.get(frame, tag, lambda: self._paint(frame, tag))

    def _paint(self, frame: Frame, tag: str) -> _Edition:
        streams, articles = self.embeds.newest(frame.streams, frame.look.limit)
        items = [self._item(frame, article) for article in articles]
        return _edition(self.painter.listing(frame, streams, items), tag)

    def _item(self, frame: Frame, article: Article) -> Item:
        card = self.cards.card(article) if frame.look.has_image else None
        is_own = card is not None and card.kind is CardKind.COPY
        # Frames show no body, and converting one takes long.
        return Item(replace(article, html=""), card if is_own else None)

    def _article(self, frame: Frame, environ: "WSGIEnvironment") -> Reply:
        answer = self.share_links.answer(ShareLink.from_code(frame.code))
        if isinstance(answer, Withdrawn):
            notice = Notice.REMOVED if answer.is_legal else Notice.WITHDRAWN
            return self._notice(frame, notice, environ)
        if not isinstance(answer, Published):
            if wait_s := self.misses.wait_s(environ.get("REMOTE_ADDR", "")):
                return too_many(wait_s, "Too many unknown codes.", ())
            return self._notice(frame, Notice.UNKNOWN, environ)
        if answer.code != frame.code:
            url = self.links.frame(replace(frame, code=answer.code))
            return redirect(url, lifetimes.MOVED_S)
        article = self.embeds.article(answer.article_id)
        if article is None:  # withdrawn this very moment
            return self._notice(frame, Notice.WITHDRAWN, environ)
        painted = self.painter.article(frame, self._item(frame, article))
        return self._reply(_edition(painted), environ)

    def _moved(self, frame: Frame) -> Reply | None:
        """Redirect for streams that were renamed, or are asked for by raw name."""
        find = self.share_links.find_stream
        streams = normalised(find(ref) or ref for ref in frame.streams)
        try:
            self.syndication.current(Document(streams, Format.ATOM))
        except NotFound:
            return None
        return redirect(
            self.links.frame(replace(frame, streams=streams)), lifetimes.MOVED_S
        )

    def _notice(
        self, frame: Frame, notice: Notice, environ: "WSGIEnvironment"
    ) -> Reply:
        edition = _edition(self.painter.notice(frame, notice))
        is_brief = notice in {Notice.UNKNOWN, Notice.CLOSED}
        max_age_s = lifetimes.UNKNOWN_S if is_brief else lifetimes.FRAME_S
        return _sent(notice, edition, environ, max_age_s)

    def _reply(self, edition: _Edition, environ: "WSGIEnvironment") -> Reply:
        conditions = Conditions.of(
            lambda name: environ.get(f"HTTP_{name.upper().replace('-', '_')}")
        )
        verdict = conditions.verdict(edition.body.etag, None, now=self.clock())
        if verdict is Verdict.FAILED:
            return Reply(verdict, (NO_STORE,))
        return _sent(verdict, edition, environ, lifetimes.FRAME_S)


def _edition(painted: Painted, tag: str = "") -> _Edition:
    return _Edition(tag, Body(painted.html.encode()), painted.hashes)


def _sent(
    status: StrEnum, edition: _Edition, environ: "WSGIEnvironment", max_age_s: int
) -> Reply:
    """An answer in the encoding that the client takes; a 304 without its body.

    A 304 has the policy too: it may have changed while the bytes have not.
    """
    is_gzip = accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING"))
    headers: tuple[tuple[str, str], ...] = (
        ("ETag", f'"{edition.body.etag}{"-gzip" if is_gzip else ""}"'),
        ("Cache-Control", public(max_age_s)),
        ("Vary", "Accept-Encoding"),
        (_POLICY_NAME, _POLICY.format(hashes=edition.hashes)),
        NO_SNIFFING,
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("X-Robots-Tag", "noindex"),
    )
    if status == Verdict.NOT_MODIFIED:
        return Reply(status, headers)
    headers = (*headers, ("Content-Type", "text/html; charset=utf-8"))
    if is_gzip:
        return Reply(
            status, (*headers, ("Content-Encoding", "gzip")), edition.body.gzip
        )
    return Reply(status, headers, edition.body.plain)
