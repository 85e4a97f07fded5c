"""Feeds over HTTP: from a path and a few headers to a reply, mostly without rendering."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from feedsvc.errors import StreamNotFound
from feedsvc.model.feed import Format, Validators
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.services.syndication.syndication import Syndication
from feedsvc.web.caching import accepts_gzip, http_date, is_not_modified, public
from feedsvc.web.reply import Reply

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_FORMATS = {format_.value: format_ for format_ in Format}
_KINDS = {"categories": StreamKind.CATEGORY, "sources": StreamKind.SOURCE}
_CORS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Last-Modified"),
)
_PREFLIGHT = Reply(
    "204 No Content",
    (
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Methods", "GET, HEAD"),
        ("Access-Control-Allow-Headers", "If-None-Match, If-Modified-Since"),
        ("Access-Control-Max-Age", "86400"),
        ("Allow", "GET, HEAD, OPTIONS"),
    ),
)


def find_feed(path: str) -> tuple[StreamRef, Format] | None:
    """Which feed a path is the address of, whether or not its stream exists."""
    folder, _, name = path.removeprefix("/").rpartition("/")
    format_ = _FORMATS.get(name)
    if format_ is None:
        return None
    if not folder:
        return SITE, format_
    kind, _, slug = folder.partition("/")
    if kind not in _KINDS or not slug or "/" in slug:
        return None
    return StreamRef(_KINDS[kind], slug), format_


@dataclass(frozen=True, slots=True)
class FeedDoor:
    """Answers requests for feeds.

    Attributes:
        clock: the time now, aware UTC.
    """

    syndication: Syndication
    clock: Callable[[], datetime]

    def answer(self, path: str, environ: "WSGIEnvironment") -> Reply | None:
        """The reply to a request for a feed; None if `path` is no feed that exists."""
        wanted = find_feed(path)
        if wanted is None:
            return None
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return _PREFLIGHT
        if method not in {"GET", "HEAD"}:
            return None
        try:
            return self._answer(*wanted, environ)
        except StreamNotFound:
            return None

    def _answer(
        self, ref: StreamRef, format_: Format, environ: "WSGIEnvironment"
    ) -> Reply:
        known = self.syndication.validators(ref, format_)
        is_gzip = accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING"))
        now = self.clock()
        if is_not_modified(
            known.tag,
            known.last_modified,
            if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
            if_modified_since=environ.get("HTTP_IF_MODIFIED_SINCE"),
            now=now,
        ):
            return Reply("304 Not Modified", _headers(known, now, is_gzip=is_gzip))
        edition = self.syndication.edition(ref, format_)
        headers = (
            ("Content-Type", format_.media_type),
            *_headers(edition.validators, now, is_gzip=is_gzip),
        )
        if not is_gzip:
            return Reply("200 OK", headers, edition.body)
        encoded = (*headers, ("Content-Encoding", "gzip"))
        return Reply("200 OK", encoded, edition.gzip)


def _headers(
    known: Validators, now: datetime, *, is_gzip: bool
) -> tuple[tuple[str, str], ...]:
    """What 200 and 304 both owe (RFC 9110 §15.4.5)."""
    suffix = "-gzip" if is_gzip else ""
    dated = (
        (("Last-Modified", http_date(known.last_modified)),)
        if known.last_modified <= now
        else ()
    )
    return (
        ("ETag", f'"{known.tag}{suffix}"'),
        *dated,
        ("Cache-Control", public(known.max_age_s)),
        ("Vary", "Accept-Encoding"),
        ("X-Content-Type-Options", "nosniff"),
        *_CORS,
    )
