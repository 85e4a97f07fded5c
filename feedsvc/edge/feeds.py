"""Feeds over HTTP: from a path and a few headers to a reply, mostly without rendering."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import (
    NO_STORE,
    Conditions,
    Verdict,
    accepts_gzip,
    http_date,
    known_tags,
    public,
    wants_delta,
)
from feedsvc.edge.feed_urls import find_document, respelt
from feedsvc.edge.rate_limit import RateLimiter, too_many
from feedsvc.edge.redirects import redirect
from feedsvc.edge.reply import NO_SNIFFING, Reply
from feedsvc.errors import NotFound
from feedsvc.model.document import Document
from feedsvc.model.feed import Edition, Validators
from feedsvc.model.links import Links
from feedsvc.services.syndication.current import Current
from feedsvc.services.syndication.editions import Syndication

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Headers = tuple[tuple[str, str], ...]

_COMMON: Headers = (NO_SNIFFING,)
_VARY = "Accept-Encoding, A-IM"
# A delta is one client's: a shared cache that kept it would give it to another.
_DELTA_HEADERS: Headers = (
    ("IM", "feed"),
    ("Cache-Control", "no-store"),
    ("Vary", "A-IM, If-None-Match, Accept-Encoding"),
)


@dataclass(frozen=True, slots=True)
class FeedDoor:
    """Door that answers requests for feeds.

    Attributes:
        clock: the time now, aware UTC.
        rate_limiter: limits clients that keep asking for whole documents.
        selecting: limits clients that keep asking for selections not rendered yet.
        searching: limits clients that ask for one search after another.
    """

    syndication: Syndication
    links: Links
    clock: Callable[[], datetime]
    rate_limiter: RateLimiter
    selecting: RateLimiter
    searching: RateLimiter

    def answer(self, path: str, environ: "WSGIEnvironment") -> Reply | None:
        """The reply to a request for a feed; None if `path` is no feed that exists."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        query = environ.get("QUERY_STRING", "")
        document = find_document(path, query)
        try:
            if document is not None:
                request = _Request(environ, self.clock())
                # Only its results tell whether a search is as it was.
                if document.query and (wait_s := self.searching.wait_s(request.client)):
                    return too_many(wait_s, "Search later.", _COMMON)
                current = self.syndication.current(document)
                verdict = request.verdict(current.validators)
                return self._reply(current, request, verdict)
            return self._respelt(path, query)
        except NotFound:
            return None

    def at_hand(self, path: str, environ: "WSGIEnvironment") -> Reply | None:
        """Reply of `answer`, if nothing has to be read or rendered for it; else None."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        document = find_document(path, environ.get("QUERY_STRING", ""))
        current = document and self.syndication.at_hand(document)
        if not current:
            return None
        request = _Request(environ, self.clock())
        verdict = request.verdict(current.validators)
        if verdict is Verdict.PROCEED and (
            request.wants_delta or not current.is_rendered
        ):
            return None
        return self._reply(current, request, verdict)

    def _respelt(self, path: str, query: str) -> Reply | None:
        """Redirect from other capitals, and from stray slashes, to the one address."""
        spelt = respelt(path)
        document = find_document(spelt, query) if spelt else None
        if document is None:
            return None
        if not document.query:
            self.syndication.current(document)  # raises if there is none
        return redirect(self.links.document(document), lifetimes.MOVED_S)

    def _reply(self, current: Current, request: "_Request", verdict: Verdict) -> Reply:
        document = current.document
        if verdict is Verdict.FAILED:
            return Reply(verdict, (*_COMMON, NO_STORE))
        if verdict is Verdict.NOT_MODIFIED:
            return Reply(verdict, request.headers(current.validators))
        if wait_s := self._wait_s(current, request):
            return too_many(wait_s, "Ask with If-None-Match, or later.", _COMMON)
        if request.wants_delta and (delta := current.delta(request.tags)):
            base = ("Delta-Base", request.spelt(delta.base))
            more = (*_DELTA_HEADERS, base)
            return request.reply("226 IM Used", delta, document, more)
        edition = current.edition()
        cached = (*request.caching(edition.validators), *self._links(document))
        return request.reply("200 OK", edition, document, cached)

    def _wait_s(self, current: Current, request: "_Request") -> int:
        """Seconds until the client may have it.

        There are more selections than the cache can keep, so a client pays for having
        one rendered, even if it sends validators.
        """
        is_dear = current.document.is_selection and not current.is_rendered
        wait_s = self.selecting.wait_s(request.client) if is_dear else 0
        if wait_s or request.is_conditional:
            return wait_s
        return self.rate_limiter.wait_s(request.client, current.document)

    def _links(self, document: Document) -> Headers:
        """Link header: the feed itself, its hub, and the page for people (RFC 8288)."""
        links = self.links.in_script(document.script)
        value = f'<{self.links.document(document)}>; rel="self"'
        if document.is_topic and links.hub_url:  # WebSub §4
            value += f', <{links.hub_url}>; rel="hub"'
        if document.query:
            page = links.search_page(document.query)
        else:
            page = links.stream_page(document.streams[0])
        if not document.is_selection:
            value += f', <{page}>; rel="alternate"; type="text/html"'
        return (("Link", value),)


class _Request:
    """Headers of a request for a feed: what its client has, and takes."""

    def __init__(self, environ: "WSGIEnvironment", now: datetime) -> None:
        self.client = environ.get("REMOTE_ADDR", "")
        self._conditions = Conditions.of(
            lambda name: environ.get(f"HTTP_{name.upper().replace('-', '_')}")
        )
        self._is_gzip = accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING"))
        self._now = now
        self.wants_delta = self._conditions.if_none_match is not None and wants_delta(
            environ.get("HTTP_A_IM")
        )

    @property
    def is_conditional(self) -> bool:
        """True if the client says which edition it has, right or wrong."""
        given = (self._conditions.if_none_match, self._conditions.if_modified_since)
        return any(header is not None for header in given)

    @property
    def tags(self) -> Iterator[str]:
        """Tags of the editions that the client says it has."""
        return known_tags(self._conditions.if_none_match or "")

    def spelt(self, tag: str) -> str:
        """One of the client's tags as it sent it, with or without the gzip suffix."""
        plain = f'"{tag}"'
        is_plain = plain in (self._conditions.if_none_match or "")
        return plain if is_plain else f'"{tag}-gzip"'

    def verdict(self, known: Validators) -> Verdict:
        """Verdict on the current edition: to be sent or not, by what the client has."""
        return self._conditions.verdict(known.tag, known.last_modified, now=self._now)

    def reply(
        self, status: str, edition: Edition, document: Document, more: Headers
    ) -> Reply:
        """A whole answer, in the encoding that the client takes."""
        headers = (
            ("Content-Type", document.format.media_type),
            *self._validating(edition.validators),
            *more,
        )
        if not self._is_gzip:
            return Reply(status, headers, edition.body)
        return Reply(status, (*headers, ("Content-Encoding", "gzip")), edition.gzip)

    def headers(self, known: Validators) -> Headers:
        """Headers of the 200 that a 304 has to repeat (RFC 9110 §15.4.5)."""
        return (*self._validating(known), *self.caching(known))

    def caching(self, known: Validators) -> Headers:
        """Headers that tell caches how to keep a whole document."""
        return (("Cache-Control", public(known.max_age_s)), ("Vary", _VARY))

    def _validating(self, known: Validators) -> Headers:
        suffix = "-gzip" if self._is_gzip else ""
        tag = ("ETag", f'"{known.tag}{suffix}"')
        at = known.last_modified
        if at is None or at > self._now:
            return (tag, *_COMMON)
        return (tag, ("Last-Modified", http_date(at)), *_COMMON)
