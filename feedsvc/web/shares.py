"""Share links over HTTP: a known code becomes a redirect, without a page in between."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedsvc.errors import ArticleNotFound
from feedsvc.model.info_code import from_share_query
from feedsvc.model.resolution import Moved
from feedsvc.services.sharing import Sharing
from feedsvc.web.caching import public
from feedsvc.web.reply import Reply

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MAX_AGE_S = 300
_SHORT = "/s/"
_SHARE_PATH = "/html_news/newsshare.html"


def find_code(path: str, query: str) -> str | None:
    """The code that a share URL asks for, empty if it names none; None if it is none.

    Path and parameter name are taken in any case; of several values the first that is
    well formed counts.
    """
    if path.startswith(_SHORT) and path.count("/") == _SHORT.count("/"):
        return path.removeprefix(_SHORT)
    if path.lower() == _SHARE_PATH:
        return from_share_query(query) or ""
    return None


@dataclass(frozen=True, slots=True)
class ShareDoor:
    """Answers share links that lead to an article; the others get their page from Flask."""

    sharing: Sharing

    def answer(self, path: str, environ: "WSGIEnvironment") -> Reply | None:
        """The redirect for a known code; None for anything else."""
        code = find_code(path, environ.get("QUERY_STRING", ""))
        if not code or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        try:
            resolution = self.sharing.by_code(code)
        except ArticleNotFound:
            return None
        return moved(resolution) if isinstance(resolution, Moved) else None


def moved(resolution: Moved) -> Reply:
    """A redirect for good, which caches may keep for as long as a retraction may take."""
    return Reply(
        "301 Moved Permanently",
        (
            ("Location", resolution.url),
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", public(MAX_AGE_S)),
            ("X-Content-Type-Options", "nosniff"),
        ),
    )
