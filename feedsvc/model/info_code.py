"""Info codes: the public, permanent name of an article in a share link.

The grammar is the archive's, widened for publishers with codes of their own: 4 to 64 of
`A-Z 0-9 - _`, stored and compared in upper case. Knows the three rules of D2 by which
codes are made, and nothing else of their origin.
"""

import hashlib
import re
from datetime import date
from typing import NewType
from urllib.parse import parse_qsl, urlsplit

InfoCode = NewType("InfoCode", str)

MAX_FIELDS = 64  # of a share link's query; a longer one holds no code

_GRAMMAR = re.compile(r"[A-Z0-9_-]{4,64}")
_MADE = re.compile(r"P-[0-9A-F]{20}")
_DAY = re.compile(r"NW(\d{4})(\d{2})(\d{2})", re.ASCII)
_SHARE_PATH = "/html_news/newsshare.html"
_SHARE_PARAMETER = "infocode"


def find_info_code(text: str) -> InfoCode | None:
    """The code that `text` spells in either case, or None if it is malformed.

    Only ASCII letters are folded: `ß`.upper() is `SS`, and must not become a code.
    """
    if not text.isascii():
        return None
    folded = text.upper()
    return InfoCode(folded) if _GRAMMAR.fullmatch(folded) else None


def from_permalink(permalink: str) -> InfoCode:
    """A stable code for an article that never had a share link: its path's digest."""
    digest = hashlib.sha256(permalink.encode()).hexdigest()[:20].upper()
    return InfoCode(f"P-{digest}")


def is_made(code: InfoCode) -> bool:
    """True if a code was made by `from_permalink`, by its form."""
    return _MADE.fullmatch(code) is not None


def from_share_url(url: str) -> InfoCode | None:
    """The code in `…/html_News/NewsShare.html?infoCode=CODE`; None for any other URL.

    Path and parameter name are matched in any case; the first well-formed value wins.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.path.lower() != _SHARE_PATH:
        return None
    return from_share_query(parts.query)


def from_share_query(query: str) -> InfoCode | None:
    """The first well-formed `infoCode` of a query string, its name in any case."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return None
    codes = (
        find_info_code(value)
        for name, value in pairs
        if name.lower() == _SHARE_PARAMETER
    )
    return next((code for code in codes if code is not None), None)


def find_day(code: InfoCode) -> date | None:
    """The day that a code of the archive's names by its first digits, if there is one."""
    match = _DAY.match(code)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
