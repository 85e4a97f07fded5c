"""Share links over HTTP: a known code becomes a redirect, without a page in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from feedsvc.edge import lifetimes
from feedsvc.edge.clicks import Clicks
from feedsvc.edge.feed_urls import split_script
from feedsvc.edge.rate_limit import RateLimiter, too_many
from feedsvc.edge.redirects import redirect
from feedsvc.edge.reply import NO_SNIFFING, Reply
from feedsvc.model.answer import Answer, Malformed, Published, Unknown, Withdrawn
from feedsvc.model.document import Script
from feedsvc.model.info_code import InfoCode
from feedsvc.model.links import Links
from feedsvc.model.share_link import ShareLink
from feedsvc.services.share_links import ShareLinks

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_ANSWER = "feedsvc.answer"  # no header can set it: theirs begin with HTTP_
_TRADITIONAL = f"/{Script.TRADITIONAL}/"


def spelt(path: str) -> str:
    """Spell `/zh-hant` as `/zh-Hant` before a share link (R9); other paths unchanged."""
    end = len(_TRADITIONAL)
    if path[:end].lower() != _TRADITIONAL.lower() or not requested(path[end - 1 :], ""):
        return path
    return _TRADITIONAL + path[end:]


def requested(path: str, query: str) -> ShareLink | None:
    """Share link that a request asks for; None if it asks for something else.

    Args:
        path, query: as WSGI spells them.
    """
    return ShareLink.from_request(decoded(path), decoded(query))


def decoded(text: str) -> str:
    """Text from WSGI's Latin-1, whose bytes are UTF-8 or invalid."""
    if text.isascii():
        return text
    return text.encode("latin-1").decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class ShareDoor:
    """Door that answers share links of articles; the others get a page from Flask.

    Attributes:
        links: of each script.
        misses: limits clients that keep asking for unknown codes.
        later: asks a person to wait.
        status: of a redirect.
        clicks: None if no process writes them down.
    """

    share_links: ShareLinks
    links: Mapping[Script, Links]
    misses: RateLimiter
    later: str
    status: int
    clicks: Clicks | None = None

    def answer(self, path: str, environ: "WSGIEnvironment") -> Reply | None:
        """Redirect for a known code; None for anything else, its answer handed on."""
        script, path = split_script(path)
        link = requested(path, environ.get("QUERY_STRING", ""))
        if link is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        environ[_ANSWER] = answer = self.share_links.answer(link)
        match answer:
            case Published():
                return self._led(script, answer, environ)
            case Withdrawn():
                return None
            case Unknown(code):
                return self._missed(code, environ)
            case Malformed():
                return self._missed(None, environ)

    def at_hand(self, path: str, environ: "WSGIEnvironment") -> Reply | None:
        """Redirect of `answer`, if its code need not be looked up; else None."""
        script, path = split_script(path)
        link = requested(path, environ.get("QUERY_STRING", ""))
        if link is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        answer = self.share_links.at_hand(link)
        if not isinstance(answer, Published):
            return None
        return self._led(script, answer, environ)

    def _led(
        self, script: Script, answer: Published, environ: "WSGIEnvironment"
    ) -> Reply:
        if self.clicks:
            self.clicks.led(environ, answer.article_id)
        url = self.links[script].absolute(answer.permalink)
        return redirect(url, lifetimes.SHARE_LINK_S, self.status)

    def _missed(
        self, code: InfoCode | None, environ: "WSGIEnvironment"
    ) -> Reply | None:
        wait_s = self.misses.wait_s(environ.get("REMOTE_ADDR", ""))
        if wait_s:
            return too_many(wait_s, self.later, [NO_SNIFFING])
        if self.clicks:
            self.clicks.missed(environ, code)
        return None


def handed_on(environ: "WSGIEnvironment") -> Answer | None:
    """Answer that the door found for a share link; None for other requests."""
    return cast("Answer | None", environ.get(_ANSWER))
