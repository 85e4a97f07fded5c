"""CORS: scripts of every origin may read any answer at a feed's address.

A reader in a browser has to see a redirect, a 404 or a 429 to act on it; without the
headers, `fetch()` only says that it failed (Fetch, CORS protocol).
"""

import re
from collections.abc import Iterable

from feedsvc.edge.reply import Reply

_ORIGIN = ("Access-Control-Allow-Origin", "*")
_EXPOSED = "ETag, Last-Modified, Link, IM, Delta-Base, Retry-After"
# Today's names and the static site's, in any case: other spellings redirect there.
_OPEN = re.compile(
    r"(?:.*/)?(?:(?:atom|rss|feed|opml)\.xml|feed\.json)/*"
    r"|/+(?:zh-hant/+)?feed/.*\.xml/*",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = {name.lower() for name in (_ORIGIN[0], "Access-Control-Expose-Headers")}

PREFLIGHT = Reply(
    "204 No Content",
    (
        _ORIGIN,
        ("Access-Control-Allow-Methods", "GET, HEAD"),
        ("Access-Control-Allow-Headers", "If-None-Match, If-Modified-Since, A-IM"),
        ("Access-Control-Max-Age", "86400"),
        ("Allow", "GET, HEAD, OPTIONS"),
    ),
)


def is_open(path: str) -> bool:
    """True if a decoded path is an address of a feed, or of the list of feeds."""
    return path.lower().endswith((".xml", ".json", "/")) and bool(_OPEN.fullmatch(path))


def opened(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """An answer's headers, with those that let every script read it."""
    others = [(name, value) for name, value in headers if name.lower() not in _NAMES]
    return [*others, _ORIGIN, ("Access-Control-Expose-Headers", _EXPOSED)]
