"""Repair: the info code, or permalink, in what apps, chats and people make of a link.

Damage is undone in one fixed order; the code then ends at the first character that no
code has. Nothing is guessed: letters or digits that are missing or too many make another
code, which nobody has. Pure; knows no store, and so not which codes there are.
"""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from unicodedata import category, normalize
from urllib.parse import unquote, urlsplit

from feedsvc.model.document import Script
from feedsvc.model.info_code import (
    MAX_FIELDS,
    InfoCode,
    find_info_code,
    from_share_query,
)

MAX_VALUE_BYTES = 256
MAX_URL_BYTES = 2_048
# How often text may be percent-encoded: a value of a query once, as all are, and twice
# by those who passed it on. Of a path the server has undone the first.
_QUERY_ROUNDS, _PATH_ROUNDS = 3, 2

_SHARE = re.compile(
    r"/s/(?P<code>.*)|/html_news/newsshare\.html(?P<rest>[^0-9a-z].*)?",
    re.IGNORECASE | re.DOTALL,
)
_PASTED = re.compile(
    r"(?:^|//|\s)[^/\s?#]*(?:/zh-hant)?(/(?:s/|html_news/newsshare\.html).*)",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"\W*(?:amp;)*infocode", re.IGNORECASE)
_CODE = re.compile(r"[^\w-]*([0-9A-Za-z_-]+)")
_PERMALINK = re.compile(r"(/.+?\.html)(.+)", re.DOTALL)
_DAY = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/", re.ASCII)
_TRADITIONAL = f"/{Script.TRADITIONAL}/"
_PICTURES = ("/qr.svg", "/qr.png")  # of a share link
# What bad UTF-8 becomes, or could not become; and NUL, which PostgreSQL does not hold.
_BROKEN = re.compile("[\0\ufffd\ud800-\udfff]")


def is_share(path: str) -> bool:
    """Whether a decoded path is a share link's, however damaged."""
    return _SHARE.fullmatch(path) is not None and not path.endswith(_PICTURES)


def codes_of(path: str, query: str) -> Iterator[InfoCode]:
    """The codes that a share link may mean, the likelier first: exact, then repaired.

    Args:
        path: decoded, of a share link.
        query: as it came.
    """
    return _codes(path, query, _PATH_ROUNDS)


def codes_in(text: str) -> Iterator[InfoCode]:
    """The same of a share link that was pasted whole, with whatever stands around it.

    The host is not looked at, so that links outlive it.
    """
    if _bytes(text) > MAX_URL_BYTES:
        return
    for rounds in range(_QUERY_ROUNDS, 0, -1):
        plain = normalize("NFKC", text)  # 18 times as long, at worst
        if len(plain) > MAX_URL_BYTES:
            return
        if match := _PASTED.search(plain):
            path, _, query = match[1].partition("?")
            if is_share(path):
                yield from _codes(path, query, rounds)
            return
        text = unquote(text)


def path_in(text: str) -> str | None:
    """The decoded path of a URL that was pasted whole and undamaged, or None."""
    if _bytes(text) > MAX_URL_BYTES:
        return None
    try:
        url = urlsplit(text.strip())
    except ValueError:
        return None
    path = unquote(url.path)
    if path.startswith(_TRADITIONAL):
        path = path[len(_TRADITIONAL) - 1 :]
    is_whole = url.scheme in {"http", "https"} and not _BROKEN.search(path)
    return path if is_whole else None


def repaired_path(path: str) -> str | None:
    """A decoded permalink without what stuck to its end; None if nothing did."""
    for _ in range(_PATH_ROUNDS):
        path = unquote(path)
    match = _PERMALINK.match(path)
    is_damaged = match is not None and not _goes_on(match[2])
    return match[1] if match and is_damaged else None


def day_in(path: str) -> date | None:
    """The day that a permalink names, damaged or not, if it names one."""
    match = _DAY.search(path)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def repaired(text: str, rounds: int = _PATH_ROUNDS) -> InfoCode | None:
    """The code in a damaged value, or None if it holds none.

    Args:
        rounds: how often it may still be percent-encoded.
    """
    plain = _plain(text, rounds)
    match = _CODE.match(plain)
    if match is None or _goes_on(plain[match.end() :]):
        return None
    return find_info_code(match[1])


def _codes(path: str, query: str, path_rounds: int) -> Iterator[InfoCode]:
    exact = _exact_code(path, query)
    if exact is not None:
        yield exact
    codes = (repaired(*value) for value in _share_values(path, query, path_rounds))
    first = next(filter(None, codes), None)
    if first is not None and first != exact:
        yield first


def _exact_code(path: str, query: str) -> InfoCode | None:
    if path[:3] in {"/s/", "/S/"}:
        return find_info_code(path[3:])
    return from_share_query(query)


def _share_values(path: str, query: str, path_rounds: int) -> Iterator[tuple[str, int]]:
    """What may hold a code, and how often each may still be encoded."""
    match = _SHARE.fullmatch(path)
    if match is None:
        return
    if match["code"] is not None:
        yield match["code"], path_rounds
        return
    if match["rest"]:  # a query whose `?` was encoded, too
        yield from _values(match["rest"], path_rounds)
    yield from _values(query, _QUERY_ROUNDS)


def _values(query: str, rounds: int) -> Iterator[tuple[str, int]]:
    """The same of what a query gives for `infoCode`."""
    fields = query.split("&", MAX_FIELDS)
    for field in fields if len(fields) <= MAX_FIELDS else ():
        name, _, value = field.partition("=")
        if _NAME.fullmatch(_plain(name, rounds)):
            yield value.replace("+", " "), rounds
        elif not value and rounds:  # perhaps a whole query, encoded once more
            yield from _values(normalize("NFKC", unquote(name)), rounds - 1)


def _plain(text: str, rounds: int) -> str:
    """A text without the damage that can be undone; empty if it is beyond repair."""
    if _bytes(text) > MAX_VALUE_BYTES:
        return ""
    for _ in range(rounds):
        text = unquote(text)
    text = normalize("NFKC", unescape(text))
    if _BROKEN.search(text):
        return ""
    return "".join(mark for mark in text if not _is_invisible(mark))


def _is_invisible(mark: str) -> bool:
    """White space of any kind, zero width, or an order about direction."""
    return mark.isspace() or category(mark) == "Cf"


def _goes_on(rest: str) -> bool:
    """Whether what stands behind a code is more of one, in whatever alphabet.

    Words that know no capitals, as Chinese ones, end a code; `é` may have been its `e`.
    """
    mark = rest[:1]
    return mark.isdigit() or mark.lower() != mark.upper()


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
