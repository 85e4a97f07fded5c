"""Repair: the info code, or permalink, in what apps, chats and people make of a link.

Damage is undone in one fixed order; the code then ends at the first character that no
code has. Nothing is guessed: missing or extra letters or digits make another code,
which is unknown. Pure; knows no store, and so not which codes exist.
"""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from unicodedata import category, normalize
from urllib.parse import unquote

from feedsvc.model.info_code import (
    MAX_FIELDS,
    InfoCode,
    find_info_code,
    from_share_query,
)

MAX_VALUE_BYTES = 256
# How often text may be percent-encoded: a query value once, as all are, and twice more
# by apps that passed it on. The server has already decoded a path once.
_QUERY_ROUNDS, PATH_ROUNDS = 3, 2

_SHARE = re.compile(
    r"/+s/+(?P<code>.*)|/+html_news/+newsshare\.html(?P<rest>[^0-9a-z].*)?",
    re.IGNORECASE | re.DOTALL,
)
# As frameworks write a list's name, too.
_NAME = re.compile(r"\W*(?:amp;)*infocode(?:\[\w*\])?", re.IGNORECASE)
# Further fields after a value whose `&` was encoded; an address keeps its own.
_MORE = re.compile(r"[^/:?&;]*[?&;](.*)", re.DOTALL)
# Another link pasted right after: no code holds a colon.
_NEXT_LINK = re.compile(r"https?:/|\s(?:[a-z][a-z0-9+.-]*:/|www\.)", re.IGNORECASE)
_CODE = re.compile(r"[^\w-]*([0-9A-Za-z_-]+)")
_PERMALINK = re.compile(r"(/.+?\.html)(.*)", re.DOTALL)
_SLASHES = re.compile("/{2,}")
_DAY = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/", re.ASCII)
# Default_Ignorable_Code_Point beyond the category Cf, and the blank of braille.
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_PICTURES = ("/qr.svg", "/qr.png")  # of a share link
# Results of bad UTF-8, and NUL, which PostgreSQL cannot store.
BROKEN = re.compile("[\0\ufffd\ud800-\udfff]")


def share_path(path: str) -> str | None:
    """Path of a share link in plain characters, however damaged; None if it is none.

    Args:
        path: decoded. Only characters that stand for others change.
    """
    path = path if path.isascii() else _visible(normalize("NFKC", path))
    is_share = _SHARE.fullmatch(path) is not None and not path.endswith(_PICTURES)
    return path if is_share else None


def codes(path: str, query: str, rounds: int) -> Iterator[InfoCode]:
    """Codes that a share link may mean, the likelier first: exact, then repaired.

    Args:
        path: of a share link, in plain characters.
        query: as it came.
        rounds: how often the path may still be percent-encoded.
    """
    exact = _exact_code(path, query)
    if exact is not None:
        yield exact
    found = (repaired_code(*value) for value in _share_values(path, query, rounds))
    first = next(filter(None, found), None)
    if first is not None and first != exact:
        yield first


def repaired_path(path: str) -> str | None:
    """Permalink, decoded, without what stuck to its end, or doubled; None if all is well."""
    given = path
    for _ in range(PATH_ROUNDS):
        path = unquote(path)
    path = _SLASHES.sub("/", path)
    match = _PERMALINK.match(path)
    if match is None or _goes_on(match[2]):
        return None
    return match[1] if match[1] != given else None


def day_of_path(path: str) -> date | None:
    """Day that a permalink names, damaged or not, if it names one."""
    match = _DAY.search(path)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def repaired_code(text: str, rounds: int = PATH_ROUNDS) -> InfoCode | None:
    """Code in a damaged value, or None if it holds none.

    Args:
        rounds: how often it may still be percent-encoded.
    """
    plain = _plain(text, rounds)
    match = _CODE.match(plain)
    if match is None or _goes_on(plain[match.end() :]):
        return None
    return find_info_code(match[1])


def _exact_code(path: str, query: str) -> InfoCode | None:
    match = _SHARE.fullmatch(path)
    if match is not None and match["code"] is not None:
        return find_info_code(match["code"])
    return from_share_query(query)


def _share_values(path: str, query: str, path_rounds: int) -> Iterator[tuple[str, int]]:
    """Texts that may hold a code, and how often each may still be encoded."""
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
    """Values of `infoCode` in a query, and how often each may still be encoded."""
    fields = query.split("&", MAX_FIELDS)
    for field in fields if len(fields) <= MAX_FIELDS else ():
        name, _, value = field.partition("=")
        if _NAME.fullmatch(_plain(name, rounds)):
            yield value.replace("+", " "), rounds
        elif rounds and (inner := _inner_query(name, value, rounds)):
            yield from _values(*inner)


def _inner_query(name: str, value: str, rounds: int) -> tuple[str, int] | None:
    """The query in a field whose marks were encoded, and how often it may still be."""
    if not value:  # perhaps all of it
        return normalize("NFKC", unquote(name)), rounds - 1
    for left in range(rounds, 0, -1):
        if match := _MORE.fullmatch(value):
            return match[1], left - 1
        value = normalize("NFKC", unquote(value))
    return None


def _plain(text: str, rounds: int) -> str:
    """A text without the damage that can be undone; empty if it is beyond repair."""
    if _bytes(text) > MAX_VALUE_BYTES:
        return ""
    for _ in range(rounds):
        text = unquote(text)
    text = normalize("NFKC", unescape(text))
    if BROKEN.search(text):
        return ""
    # Once more: with characters removed, an accent may join the last letter.
    return normalize("NFKC", _visible(_NEXT_LINK.split(text, 1)[0]))


def _visible(text: str) -> str:
    return "".join(mark for mark in text if not is_invisible(mark))


def is_invisible(mark: str) -> bool:
    """White space, a control, or what Unicode lets a font ignore (DerivedCoreProperties).

    U+FFFC, the place of a picture that was pasted along, is of no width either.
    """
    is_told = mark.isspace() or category(mark) in {"Cf", "Cc"} or mark == "\ufffc"
    return is_told or _IGNORABLE.match(mark) is not None


def _goes_on(rest: str) -> bool:
    """True if the text after a code continues it, in any alphabet.

    Letters without capitals, such as Chinese, end a code; `é` may be a damaged `e`.
    """
    mark = rest[:1]
    return mark.isdigit() or mark.lower() != mark.upper()


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
