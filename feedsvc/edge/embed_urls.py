"""Addresses of frames: the frame that a path and a query name. Knows no service.

A broken option gets its default: a partner's page is never shown an error for it.
"""

import re
from collections.abc import Mapping

from feedsvc.edge.feed_urls import KINDS, fields_of, selected, split_script
from feedsvc.language import language, tags
from feedsvc.model.embed import ITEMS, MAX_ITEMS, Frame, Look, Theme
from feedsvc.model.stream import StreamRef

_PATH = re.compile(r"/embed/(categories|sources|articles|feeds)(?:/([^/]+))?/?")
_COLOUR = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
_SHORT_COLOUR = re.compile(r"#?([0-9a-f])([0-9a-f])([0-9a-f])", re.IGNORECASE)
_KEY = re.compile(r"[0-9a-f]{1,64}")
_YES = frozenset(("1", "true", "yes", "on"))
_NO = frozenset(("0", "false", "no", "off"))


def find_frame(path: str, query: str) -> Frame | None:
    """Frame that an address names, whether or not there is anything to show in it.

    Args:
        path: decoded.
        query: as it came.
    """
    script, path = split_script(path)
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    folder, name = match[1], match[2] or ""
    fields = fields_of(query)
    first = dict(reversed(fields))
    is_article = folder == "articles"
    look = look_of(first, script.value, is_article=is_article)
    key = key_in(first)
    if is_article:
        return Frame((), name, look, key)
    if folder in KINDS:
        return Frame((StreamRef(KINDS[folder], name),) if name else (), "", look, key)
    return None if name else Frame(selected(fields) or (), "", look, key)


def key_in(given: Mapping[str, str]) -> str:
    """Key of a partner; empty where there is none, or no key."""
    key = given.get("key", "").strip()
    return key if _KEY.fullmatch(key) else ""


def look_of(
    given: Mapping[str, str], usual: str = "", *, is_article: bool = False
) -> Look:
    """Options of a frame from text, each its default where it is broken.

    Args:
        usual: language, where none is given.
    """
    return Look(
        limit=_limit(given.get("limit", "")),
        has_summary=_choice(given.get("summary", ""), default=is_article),
        has_image=_choice(given.get("image", ""), default=False),
        theme=_theme(given.get("theme", "")),
        accent=_accent(given.get("accent", "")),
        language=_language(given.get("lang", "")) or usual,
    )


def _limit(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_ITEMS))
    return int(text) if is_number and 1 <= int(text) <= MAX_ITEMS else ITEMS


def _choice(text: str, *, default: bool) -> bool:
    text = text.lower()
    return text in _YES if text in _YES | _NO else default


def _theme(text: str) -> Theme:
    return Theme(text) if text in set(Theme) else Theme.AUTO


def _accent(text: str) -> str:
    if match := _COLOUR.fullmatch(text):
        return match[1].lower()
    if match := _SHORT_COLOUR.fullmatch(text):
        return "".join(digit * 2 for digit in match.groups()).lower()
    return ""


def _language(text: str) -> str:
    """One that has words: no other would change the frame."""
    tag = tags.find(text)
    return tags.lookup(tag, language.spoken_tags(), default="") if tag else ""
