"""Lettering: text that the fonts can show, and its characters on a canvas.

The fonts come with a package, so every machine draws the same card. Threads must not
use FreeType's objects at the same time: hold `LOCK` while drawing or measuring. Knows
neither the text's meaning nor its place.
"""

# ruff: noqa: RUF001 - ambiguous punctuation is what some of it is about

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from PIL import ImageFont
from PIL.ImageDraw import ImageDraw
from pylopdf_fonts_zh_cn import sans_path, serif_path

from feedsvc.cards.typesetting import is_wide, offsets

LOCK = threading.Lock()
_UNITS = 1000  # of an em: the size at which advances are whole numbers
_PROBE = 32  # pixels: enough to tell every character from the box of a missing one
_MISSING = "\U0010ffff"  # a noncharacter, which no font has
_GETA = "〓"
_MOST = 240  # characters: more than a card holds in its smallest size
_RAW = 8 * _MOST
_CACHED = 16_384  # characters; a paper uses some four thousand

_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")
# Chinese fonts give these a full square each, which tears a Western text apart,
_WESTERN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})
# and this one less, so that a Chinese dash, which is two of them, has a hole.
_CHINESE = str.maketrans({"—": "―"})
_BOLD = 0.03  # ems that stems gain


class Face(Enum):
    """A typeface, in Regular only."""

    SERIF = str(serif_path())
    SANS = str(sans_path())


def unusable_face() -> str | None:
    """The file of a typeface that is missing or cannot be read; None if all are fit."""
    for face in Face:
        try:
            font_of(face, _PROBE)
        except OSError as error:
            return f"{face.value}: {error.strerror or error}"
    return None


def legible(text: str, face: Face) -> str:
    """Text that a typeface can show, on one line of at most 240 characters.

    A character that the typeface lacks is replaced by its plain form (š: s), or
    dropped: emoji, marks, controls. Rare Han characters occur in names, which must not
    turn into other names: a geta mark (〓) shows that one is missing. Spaces are single,
    none around the text.
    """
    normal = unicodedata.normalize("NFC", text[:_RAW])
    shown = "".join(part for char in normal for part in _shown(char, face))
    line = _APOSTROPHE.sub("'", " ".join(shown.split())[:_MOST].rstrip())
    return line.translate(_CHINESE if any(map(is_wide, line)) else _WESTERN)


@dataclass(frozen=True, slots=True)
class Pen:
    """Look of the letters of a line.

    Attributes:
        bold: heavy stems and light thin strokes, as in a bold Song typeface.
        spacing: ems between characters.
    """

    face: Face
    colour: str
    bold: bool = False
    spacing: float = 0

    def advance(self, char: str) -> float:
        """Distance from a character to the next one, in ems."""
        return _advance(char, self.face) + self.spacing

    def write(self, on: ImageDraw, line: str, size: int, at: tuple[int, int]) -> None:
        """Draw one legible line, the middle of its baseline at a point."""
        font = font_of(self.face, size)
        strokes = 1 + round(size * _BOLD) * self.bold
        *begins, end = offsets(line, self.advance)
        left = at[0] - (end * size + strokes - 1) / 2
        for char, begin in zip(line, begins, strict=True):
            x = round(left + begin * size)
            for stroke in range(strokes):
                on.text((x + stroke, at[1]), char, self.colour, font, anchor="ls")


@lru_cache(_CACHED)
def _advance(char: str, face: Face) -> float:
    return font_of(face, _UNITS).getlength(char) / _UNITS


def _shown(char: str, face: Face) -> Iterator[str]:
    """A character, or what stands for it."""
    if char.isspace():
        yield " "
    elif _has(char, face):
        yield char
    else:
        plain = [p for p in unicodedata.normalize("NFKD", char) if _has(p, face)]
        is_han = unicodedata.name(char, "").startswith("CJK UNIFIED")
        yield from plain or (_GETA if is_han else "")


@lru_cache(_CACHED)
def _has(char: str, face: Face) -> bool:
    """True if the font draws a character itself, not the box for missing ones."""
    if unicodedata.category(char)[0] in "CM":  # controls and marks; lone surrogates
        return False
    probe = font_of(face, _PROBE)
    return bytes(probe.getmask(char, "1")) != bytes(probe.getmask(_MISSING, "1"))


@cache
def font_of(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """A typeface in a size; the basic layout needs no library of the machine's."""
    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(face.value, size, layout_engine=basic)
