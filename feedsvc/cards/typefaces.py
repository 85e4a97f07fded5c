"""Typefaces: which one a text is set in, and what it can show of the text.

The fonts come with packages, so every machine draws the same card. A text is set in one
typeface from end to end: those of Arabic, Hebrew and East Asia have Latin letters too.
Threads must not use FreeType's objects at the same time: hold `LOCK`.
"""

# ruff: noqa: RUF001 - ambiguous punctuation is what some of it is about

import re
import threading
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from pathlib import Path

import fontpkg_noto_sans
import fontpkg_noto_serif
import pylopdf_fonts_ar
import pylopdf_fonts_he
import pylopdf_fonts_jp
import pylopdf_fonts_ko
import pylopdf_fonts_zh_cn
from PIL import ImageFont, features
from text_unidecode import unidecode

from feedsvc.cards.typesetting import is_wide
from feedsvc.language import tags

LOCK = threading.Lock()
_PROBE = 32  # pixels: enough to tell every character from the box of a missing one
_MISSING = "\U0010ffff"  # a noncharacter, which no font has
_GETA = "〓"
_MOST = 240  # characters: more than a card holds in its smallest size
_RAW = 8 * _MOST
_CACHED = 16_384  # characters; a paper uses some four thousand
_BOLD_WEIGHT, _REGULAR_WEIGHT = 700, 400

_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")
# Chinese fonts give these a full square each, which tears a Western text apart,
_WESTERN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})
# and this one less, so that a Chinese dash, which is two of them, has a hole.
_CHINESE = str.maketrans({"—": "―"})
_JOINERS = "\u200c\u200d"  # Persian writes words with them


class Family(Enum):
    """Scripts that share a typeface."""

    WESTERN = auto()  # Latin, Cyrillic, Greek
    ARABIC = auto()
    HEBREW = auto()
    CHINESE = auto()
    JAPANESE = auto()
    KOREAN = auto()


class Face(Enum):
    """Style of a typeface."""

    SERIF = auto()
    SANS = auto()


_SQUARE = frozenset({Family.CHINESE, Family.JAPANESE})
_RIGHT_TO_LEFT = frozenset({Family.ARABIC, Family.HEBREW})
_WESTERN_FILES: dict[Face, Path] = {
    Face.SERIF: fontpkg_noto_serif.ROOT / "files" / "NotoSerif[wdth,wght].ttf",
    Face.SANS: fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf",
}
_PACKAGES = {
    Family.ARABIC: pylopdf_fonts_ar,
    Family.HEBREW: pylopdf_fonts_he,
    Family.CHINESE: pylopdf_fonts_zh_cn,
    Family.JAPANESE: pylopdf_fonts_jp,
    Family.KOREAN: pylopdf_fonts_ko,
}
# How Unicode's names of letters begin; Latin, Greek and Cyrillic letters decide nothing.
_SCRIPTS = {
    "ARABIC": Family.ARABIC,
    "HEBREW": Family.HEBREW,
    "HANGUL": Family.KOREAN,
    "HIRAGANA": Family.JAPANESE,
    "KATAKANA": Family.JAPANESE,
    "CJK": Family.CHINESE,
}


@dataclass(frozen=True, slots=True)
class Hand:
    """The typeface of one text, and how it runs there.

    Attributes:
        language: BCP 47; some languages have shapes of their own.
    """

    family: Family
    face: Face
    direction: tags.Direction
    language: str

    @property
    def is_square(self) -> bool:
        """True if its characters stand in squares, which are set one by one."""
        return self.family in _SQUARE

    @property
    def is_heavy(self) -> bool:
        """True if the typeface itself has a bold weight."""
        return _axes(_file(self.family, self.face)) is not None


def hand_of(text: str, face: Face, language: str) -> Hand:
    """The typeface for a text: that of most of its letters that are not Western."""
    family = _family(text, language)
    strong = next(filter(None, map(_direction, text)), tags.direction(language))
    is_reverse = family in _RIGHT_TO_LEFT and (
        strong == "rtl" or tags.direction(language) == "rtl"
    )
    return Hand(family, face, "rtl" if is_reverse else "ltr", language)


def unusable_face() -> str | None:
    """The file of a typeface that is missing or cannot be read; None if all are fit."""
    for family in Family:
        for face in Face:
            try:
                font_of(Hand(family, face, "ltr", "en"), _PROBE, is_bold=False)
            except OSError as error:
                return f"{_file(family, face)}: {error.strerror or error}"
    return None


def legible(text: str, hand: Hand) -> str:
    """A text as its typeface shows it, on one line of at most 240 characters.

    A character that the typeface lacks is replaced by its plain form (ś: s), or dropped:
    emoji, marks, controls. Rare Han characters occur in names, which must not turn into
    other names: a geta mark (〓) shows that one is missing. Spaces are single, none
    around the text.

    Returns:
        Nothing if any other letter is lacking: a text with holes is worse than none.
    """
    if hand.direction == "rtl" and not features.check("raqm"):
        return ""
    normal = unicodedata.normalize("NFC", text[:_RAW])
    parts = [_shown(char, hand.family, hand.face) for char in normal]
    if None in parts:
        return ""
    shown = "".join(part for part in parts if part)
    line = " ".join(shown.split())[:_MOST].rstrip()
    if not hand.is_square:
        return line
    line = _APOSTROPHE.sub("'", line)
    return line.translate(_CHINESE if any(map(is_wide, line)) else _WESTERN)


@cache
def font_of(hand: Hand, size: int, *, is_bold: bool) -> ImageFont.FreeTypeFont:
    """A typeface in a size.

    Squares are set one by one, so the basic layout does; other scripts are shaped.
    """
    layout = ImageFont.Layout.BASIC if hand.is_square else ImageFont.Layout.RAQM
    file = _file(hand.family, hand.face)
    font = ImageFont.truetype(str(file), size, layout_engine=layout)
    axes = _axes(file)
    if axes is not None:
        weight = _BOLD_WEIGHT if is_bold else _REGULAR_WEIGHT
        font.set_variation_by_axes([weight, *axes[1:]])
    return font


def _family(text: str, language: str) -> Family:
    names = (unicodedata.name(char, "").partition(" ")[0] for char in text[:_RAW])
    found = Counter(_SCRIPTS[name] for name in names if name in _SCRIPTS)
    if not found:
        return Family.WESTERN
    spoken = tags.parts(language).language
    is_japanese = spoken == "ja" or (found[Family.JAPANESE] and spoken != "zh")
    east = found.pop(Family.CHINESE, 0) + found.pop(Family.JAPANESE, 0)
    found[Family.JAPANESE if is_japanese else Family.CHINESE] = east
    # Korean headlines have Han characters, too.
    if spoken == "ko" or found[Family.KOREAN] > east:
        found[Family.KOREAN] += east
    return found.most_common(1)[0][0]


def _direction(char: str) -> tags.Direction | None:
    bidi = unicodedata.bidirectional(char)
    if bidi == "L":
        return "ltr"
    return "rtl" if bidi in {"R", "AL"} else None


def _file(family: Family, face: Face) -> Path:
    if family is Family.WESTERN:
        return _WESTERN_FILES[face]
    package = _PACKAGES[family]
    file: Path = package.serif_path() if face is Face.SERIF else package.sans_path()
    return file


@cache
def _axes(file: Path) -> tuple[float, ...] | None:
    """Defaults of a variable font's axes, its weight first; None of another font."""
    try:
        axes = ImageFont.truetype(str(file), _PROBE).get_variation_axes()
    except OSError:
        return None
    return tuple(axis["default"] or 0 for axis in axes)


@lru_cache(_CACHED)
def _shown(char: str, family: Family, face: Face) -> str | None:
    """A character, or what stands for it; None for a letter without a glyph."""
    if char.isspace():
        return " "
    if char in _JOINERS:
        return char if family is Family.ARABIC else ""
    if _has(char, family, face):
        return char
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", char) if _has(part, family, face)
    )
    name = unicodedata.name(char, "")
    if not plain and name.startswith("LATIN"):
        plain = unidecode(char)
    if not plain and name.startswith("CJK UNIFIED") and _has(_GETA, family, face):
        return _GETA
    return None if not plain and char.isalpha() else plain


@lru_cache(_CACHED)
def _has(char: str, family: Family, face: Face) -> bool:
    """True if the font draws a character itself, not the box for missing ones."""
    category = unicodedata.category(char)[0]
    if category == "C" or (category == "M" and family in _SQUARE):
        return False  # controls, lone surrogates; marks that would stand alone
    file = _file(family, face)
    probe = _probe(file)
    return bytes(probe.getmask(char, "1")) != bytes(probe.getmask(_MISSING, "1"))


@cache
def _probe(file: Path) -> ImageFont.FreeTypeFont:
    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(str(file), _PROBE, layout_engine=basic)
