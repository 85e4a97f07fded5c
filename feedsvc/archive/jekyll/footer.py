"""The end of a post's body: footer navigation, and above it the line with its origin."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

_MAX_LINE = 500  # characters; a longer line is text
_MAX_NAV_LINES = 3

_NAV_LINK = r"\[返回[^\]]*\]\([^)]*\)"
_NAV = re.compile(rf"{_NAV_LINK}(?:\s*[｜|]?\s*{_NAV_LINK})*")
_ORIGIN = re.compile(r"<((?:https?://[^<>\s]+)?)>")


class Footed(NamedTuple):
    """A body without its end, and the absolute http(s) URL that stood there, if any."""

    text: str
    origin_url: str | None


def split_footer(body: str) -> Footed:
    """Take up to three navigation lines and one `<http…>` or `<>` off the end."""
    text = body.rstrip()
    for _ in range(_MAX_NAV_LINES):
        above, line = _last_line(text)
        if not _NAV.fullmatch(line):
            break
        text = above
    above, line = _last_line(text)
    if _is_alone(text) and (match := _ORIGIN.fullmatch(line)):
        return Footed(above, match[1] if _has_host(match[1]) else None)
    return Footed(text, None)


def _last_line(text: str) -> tuple[str, str]:
    above, _newline, line = text.rpartition("\n")
    return above.rstrip(), line.strip() if len(line) <= _MAX_LINE else ""


def _is_alone(text: str) -> bool:
    """True if the last line stands by itself, and is no part of a paragraph or item."""
    above = text.rpartition("\n")[0]
    return not above.rpartition("\n")[2].strip()


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False
