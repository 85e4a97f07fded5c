"""Clicks: requests that opened a share link, and their headers that are counted.

The only reader of `User-Agent`, for counting: no answer depends on it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedsvc.model.click import Opened
from feedsvc.model.info_code import InfoCode
from feedsvc.services.clicks import ClickCounter

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# Headers by which browsers mark a prefetch.
_SPECULATIVE = frozenset(
    ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
)
# Robots name themselves early in the header; apps append to the end of a link.
_AGENT_CHARS, _REFERER_CHARS, _QUERY_CHARS = 256, 256, 1_024


@dataclass(frozen=True, slots=True)
class Clicks:
    """Recorder of opened share links; takes a few microseconds each."""

    click_counter: ClickCounter

    def led(self, environ: "WSGIEnvironment", article_id: int) -> None:
        """Note that a link led to an article."""
        if _is_opened(environ):
            self._note(environ, article_id, None)

    def missed(self, environ: "WSGIEnvironment", code: InfoCode | None) -> None:
        """Note that a link led to no article; a malformed code is None."""
        if _is_opened(environ):
            self._note(environ, None, code)

    def _note(
        self,
        environ: "WSGIEnvironment",
        article_id: int | None,
        code: InfoCode | None,
    ) -> None:
        told = environ.get
        self.click_counter.note(
            Opened(
                article_id,
                code,
                told("QUERY_STRING", "")[-_QUERY_CHARS:],
                told("HTTP_USER_AGENT", "")[:_AGENT_CHARS],
                told("HTTP_REFERER", "")[:_REFERER_CHARS],
            )
        )


def _is_opened(environ: "WSGIEnvironment") -> bool:
    """True if somebody wants to see it now: no HEAD, and no prefetch."""
    return environ["REQUEST_METHOD"] == "GET" and _SPECULATIVE.isdisjoint(environ)
