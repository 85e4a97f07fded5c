"""Traditional Chinese: stored Simplified text converted for zh-Hant readers.

Uses OpenCC's Taiwan characters (裡面, 麵包, 群眾) but not Taiwan's words, which would rename
the news's subjects (浪潮信息, 奔驰). Identities stay: ids, raw names, slugs, codes, URLs.
Knows neither requests nor addresses.
"""

import re
from dataclasses import replace
from functools import cache
from typing import TypeVar

import opencc

from feedsvc.content.html import clean_again
from feedsvc.language import tags
from feedsvc.model.attribution import Role
from feedsvc.model.feed import Feed
from feedsvc.model.text import xml_legal
from feedsvc.model.text_kinds import Kind, map_text

T = TypeVar("T")

LANGUAGE = "zh-Hant"
# Version of the conversion, for validators.
CONVERTER = f"OpenCC {opencc.__version__}, s2t, t2tw"

# Cleaned HTML quotes every attribute with `"`, and a `>` may stand between quotes.
# An end may be missing, so that no `<` is ever part of a text; so nothing is tried twice
# but the last quote that nothing closes, and any input costs one pass.
_TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>?)')
_BETWEEN = "<"
_ATTRIBUTE = re.compile(r'([^\s"=]+)="([^"]*)"')
_READ = {"alt", "title"}

# Surnames that are alike in both scripts, where OpenCC sees another word: 余, 范.
_SURNAMES = frozenset("周于余范岳涂游郁种朴咸后干")
_LONGEST_NAME = 3  # characters; 游戏日报 is nobody called 游


def to_traditional(text: str) -> str:
    """Plain text in Traditional Chinese, without what XML forbids.

    Safe in any thread; the first call of a process takes 50 ms.
    """
    standard, taiwan = _converters()
    # A NUL would cut the text here, and a lone surrogate would fail the call.
    converted: str = taiwan.convert(standard.convert(xml_legal(text)))
    return converted


@cache
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    """OpenCC's s2tw in two steps: the same text in half the time, load and memory."""
    return opencc.OpenCC("s2t"), opencc.OpenCC("t2tw")


def html_to_traditional(html: str) -> str:
    """Cleaned HTML with its text, `alt` and `title` converted, and cleaned again.

    A tag ends a word: what is linked is a name, and is converted by itself.
    """
    pieces = _TAG.split(xml_legal(html))
    texts = to_traditional(_BETWEEN.join(pieces[::2]))
    pieces[::2] = texts.split(_BETWEEN)
    pieces[1::2] = [_tag(tag) for tag in pieces[1::2]]
    return clean_again("".join(pieces))


def _tag(tag: str) -> str:
    return tag if tag.isascii() else _ATTRIBUTE.sub(_attribute, tag)


def _attribute(attribute: re.Match[str]) -> str:
    name, value = attribute.groups()
    return f'{name}="{to_traditional(value)}"' if name in _READ else attribute[0]


def name_to_traditional(name: str, role: str) -> str:
    """The name in a credit of a role; a person's surname stays what it is."""
    is_person = bool(role) and Role(role).is_person and len(name) <= _LONGEST_NAME
    kept = name[:1] if is_person and name[:1] in _SURNAMES else ""
    return kept + to_traditional(name[len(kept) :])


def feed_to_traditional(feed: Feed) -> Feed:
    """The feed in Traditional Chinese, its language tag included."""
    shown = value_to_traditional(feed)
    entries = tuple(
        replace(entry, language=LANGUAGE)
        if entry.language and not _is_foreign(entry)
        else entry
        for entry in shown.entries
    )
    return replace(shown, language=LANGUAGE, entries=entries)


def value_to_traditional(value: T) -> T:
    """Convert any value shown, such as an article or a listing; identities stay.

    A credit keeps the text that it was read from, and an article in another language
    all its texts: Japanese Han characters are not Simplified Chinese.
    """
    return map_text(value, _converted, keep=_is_foreign)


def _is_foreign(value: object) -> bool:
    language = getattr(value, "language", None)
    return bool(language) and not tags.is_simplified_chinese(str(language))


def _converted(text: str, kind: Kind, role: str) -> str:
    match kind:
        case Kind.WORDS:
            return to_traditional(text)
        case Kind.HTML:
            return html_to_traditional(text)
        case Kind.NAME:
            return name_to_traditional(text, role)
        case Kind.IDENTITY:
            return text
