"""Pasted text: links with words, brackets and other links around and in them.

A link may be inside a text, after another link, or percent-encoded in the address of a
service that checks or counts links. Its host is ignored, so links outlive the host.
Pure; knows no store, and so not which links lead to an article.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from feedsvc.model.document import Script
from feedsvc.model.repair import BROKEN, is_invisible, repaired_path, share_path

MAX_URL_BYTES = 2_048
# How often a link may be percent-encoded: in one wrapper's address, and that in another's.
_ROUNDS = 3
_MAX_PATHS = 8  # looked up of one text

_LINK = re.compile(r"https?:/{1,2}(?=[^/\s])", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?<![\w./:@=-])(?=[\w-]+(?:\.[\w-]+)+\.?(?::\d*)?/)")
_SHARE = re.compile(
    r"(?:^|\s|//)(?P<host>[^/\s?#]*)(?:/+zh-hant)?"
    r"(?P<target>/+(?:s/|html_news/+newsshare\.html).*)",
    re.IGNORECASE | re.DOTALL,
)
_PATH = re.compile(r"[^/\s?#]*(/[^\s?#<>\"]*)")
_TRADITIONAL = f"/{Script.TRADITIONAL}/".lower()
# Sites whose short links look like ours, and are pasted beside them.
_OTHERS = re.compile(
    r"(?:^|\.)(?:qq|baidu|quark|alipan|aliyundrive|123pan|115|weiyun|bilibili)"
    r"\.(?:com|cn|tv)\.?(?::\d*)?$",
    re.IGNORECASE,
)
# Wrappers that do not percent-encode: Proofpoint's, of both kinds, and AMP caches.
_DEFENSE = re.compile(r"urldefense(?:\.\w+)*/v3/__(.+?)__;", re.IGNORECASE | re.DOTALL)
_OLD_DEFENSE = re.compile(r"urldefense(?:\.\w+)*/v[12]/url\?u=([^&\s]+)", re.IGNORECASE)
_AMP = re.compile(r"(https?://)[^/\s]+/(?:amp|c|v)/s/", re.IGNORECASE)
_HEX = re.compile("-([0-9A-F]{2})")


class Pasted(NamedTuple):
    """Links of a text.

    Attributes:
        permalinks: decoded paths before the share link, those that were wrapped the
            fewest times first.
        path: of the share link, in plain characters; empty if there is none.
        query: likewise.
        rounds: how often the path may be percent-encoded.
    """

    permalinks: tuple[str, ...] = ()
    path: str = ""
    query: str = ""
    rounds: int = 0


def read(text: str) -> Pasted:
    """Find the links of a text, up to the first share link.

    The share link ends the search, with or without a code in it: links after it are
    never guessed to be meant.
    """
    permalinks: dict[str, None] = {}
    for form, rounds in _forms(text):
        for part in _parts(form):
            if share := _share_in(part):
                return Pasted(tuple(permalinks), *share, rounds)
            for path in _paths_in(part):
                if len(permalinks) < _MAX_PATHS:
                    permalinks[path] = None
    return Pasted(tuple(permalinks))


def _forms(text: str) -> Iterator[tuple[str, int]]:
    """The text with each encoding undone in turn, and how many may be left.

    Each form comes as it is before its plain form: a path may hold characters that NFKC
    would change.
    """
    for rounds in range(_ROUNDS, 0, -1):
        if _bytes(text) > MAX_URL_BYTES:
            return
        plain = _seen(normalize("NFKC", unescape(text)))  # up to 18 times as long
        if len(plain) > MAX_URL_BYTES:
            return
        yield from _each_once((_unwrapped(text), _unwrapped(plain)), rounds)
        if (undone := unquote(text)) == text:
            return
        text = undone


def _each_once(forms: Iterable[str], rounds: int) -> Iterator[tuple[str, int]]:
    return ((form, rounds) for form in dict.fromkeys(forms))


def _seen(text: str) -> str:
    """The text without invisible marks; white space is what links end at."""
    return "".join(mark for mark in text if mark.isspace() or not is_invisible(mark))


def _unwrapped(text: str) -> str:
    text = _DEFENSE.sub(lambda match: f" {match[1]} ", text)
    text = _OLD_DEFENSE.sub(_readable, text)
    return _AMP.sub(r"\1", text)


def _readable(wrapped: re.Match[str]) -> str:
    """The address in Proofpoint's first spelling: `_` is a slash, `-3A` a colon."""
    address = wrapped[1].replace("_", "/")
    return " " + unquote(_HEX.sub(r"%\1", address)) + " "


def _parts(text: str) -> Iterator[str]:
    """The text cut before each link, without its scheme; what stands before is first."""
    pieces = _LINK.split(text)
    yield from _BARE_LINK.split(pieces[0])
    yield from pieces[1:]


def _share_in(part: str) -> tuple[str, str] | None:
    """Path and query of the share link in a part, if it is one."""
    match = _SHARE.search(part)
    if match is None or _OTHERS.search(match["host"]):
        return None
    target, _, query = match["target"].partition("?")
    path = share_path(target)
    return None if path is None else (path, query)


def _paths_in(part: str) -> Iterator[str]:
    """Path of a part that is a link, then without what stuck to its end."""
    match = _PATH.match(part)
    path = unquote(match[1]) if match else ""
    if path[: len(_TRADITIONAL)].lower() == _TRADITIONAL:
        path = path[len(_TRADITIONAL) - 1 :]
    if path in {"", "/"} or BROKEN.search(path):
        return
    yield path
    if repaired := repaired_path(path):
        yield repaired


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
