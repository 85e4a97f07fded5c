"""The front: a thin WSGI layer that answers feeds and share links before Flask.

A cached feed, a 304 and a known share link never reach Flask, which would halve their
rate (D6). All else does. Each request leaves one line in the log.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from feedsvc.edge import feed_cors
from feedsvc.edge.embeds import EmbedDoor
from feedsvc.edge.feed_urls import split_script
from feedsvc.edge.feeds import FeedDoor
from feedsvc.edge.reply import Reply
from feedsvc.edge.share_links import ShareDoor, spelt
from feedsvc.errors import DatabaseUnusable
from feedsvc.log import fail, log
from feedsvc.model.document import Script
from feedsvc.model.medium import digest_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_REPLACEMENT = "\ufffd".encode().decode("latin-1")  # as WSGI spells it
UNAVAILABLE = Reply(
    "503 Service Unavailable",
    (
        ("Retry-After", "5"),
        ("Content-Type", "text/plain"),
        ("Cache-Control", "no-store"),
    ),
    b"The database cannot be reached. Try again in a few seconds.\n",
)
_FAILED = Reply(
    "500 Internal Server Error",
    (("Content-Type", "text/plain"), ("Cache-Control", "no-store")),
    b"Something went wrong here.\n",
)

# A server sets this in the environment of a request that must not wait for anything: it is
# answered from memory, or not at all. No header can set it: theirs begin with HTTP_.
AT_ONCE = "feedsvc.at_once"

Headers = list[tuple[str, str]]


class NotAtHand(Exception):
    """A request cannot be answered at once; nothing has been done for it."""


@dataclass(frozen=True, slots=True)
class Front:
    """The WSGI application.

    Attributes:
        doors: asked in turn; the first reply is sent.
        inner: application of each script that the site has, for requests that no door
            answers. Without the script's, only share links lead on from its addresses.
    """

    doors: Sequence[FeedDoor | ShareDoor | EmbedDoor]
    inner: "Mapping[Script, WSGIApplication]"

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request.

        Raises:
            NotAtHand: it was to be answered at once, and its answer is not in memory.
        """
        started = time.perf_counter()
        path = environ.get("PATH_INFO", "")
        # PostgreSQL cannot store NUL: like bad UTF-8, it is replaced by a character
        # that no address has.
        environ["PATH_INFO"] = spelt(path.replace("\0", _REPLACEMENT))
        # Only media are large, so other ranges are ignored: Flask's static files would
        # answer 416 to a robot whose range begins after the end.
        if digest_of(environ["PATH_INFO"]) is None:
            environ.pop("HTTP_RANGE", None)

        is_open = feed_cors.is_open(environ["PATH_INFO"])

        def start_and_log(status: str, headers: Headers, *rest: Any) -> Any:
            # The path percent-encoded, no query, no address: no request can forge a
            # line, and no line tells who asked.
            log(
                "request",
                method=quote(environ["REQUEST_METHOD"]),
                path=quote(path, safe="/", encoding="latin-1"),
                status=status[:3],
                ms=(time.perf_counter() - started) * 1000,
            )
            if is_open:
                headers = feed_cors.opened(headers)
            return start_response(status, headers, *rest)

        is_at_once = AT_ONCE in environ
        if is_at_once:
            reply = self._at_hand(environ)
        else:
            reply = self._reply(environ, is_open=is_open)
        if reply is None:
            if is_at_once:
                raise NotAtHand
            script, rest = split_script(environ["PATH_INFO"])
            if script not in self.inner:  # an address that the site does not have
                return self.inner[Script.AS_WRITTEN](environ, start_and_log)
            environ["PATH_INFO"] = rest
            return self.inner[script](environ, start_and_log)
        return reply.send(start_and_log, is_head=environ["REQUEST_METHOD"] == "HEAD")

    def _at_hand(self, environ: "WSGIEnvironment") -> Reply | None:
        """The reply, if a door has it in memory."""
        path = environ["PATH_INFO"]
        has_script = split_script(path)[0] in self.inner
        replies = (
            door.at_hand(path, environ)
            for door in self.doors
            if not isinstance(door, EmbedDoor)
            and (has_script or isinstance(door, ShareDoor))
        )
        return next((reply for reply in replies if reply is not None), None)

    def _reply(self, environ: "WSGIEnvironment", *, is_open: bool) -> Reply | None:
        path = environ["PATH_INFO"]
        if is_open and environ["REQUEST_METHOD"] == "OPTIONS":
            return feed_cors.PREFLIGHT
        try:
            has_script = split_script(path)[0] in self.inner
            replies = (
                door.answer(path, environ)
                for door in self.doors
                if has_script or isinstance(door, ShareDoor)
            )
            return next((reply for reply in replies if reply is not None), None)
        except DatabaseUnusable as error:
            fail("unavailable", reason=error.reason)
            return UNAVAILABLE
        except Exception as error:  # noqa: BLE001 - the last guard: Flask is behind it
            fail("error", with_traceback=True, type=type(error).__name__)
            return _FAILED
