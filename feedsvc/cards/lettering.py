"""Lettering: the letters of a line on a canvas, and how wide they are.

Hold `typefaces.LOCK` while drawing or measuring. Knows neither the text's meaning nor its
place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL.ImageDraw import ImageDraw

from feedsvc.cards.shaping import set_words
from feedsvc.cards.typefaces import Family, Hand, font_of
from feedsvc.cards.typesetting import Setting, offsets, set_text

_UNITS = 1000  # of an em: the size at which advances are whole numbers
_BOLD = 0.03  # ems that stems gain
_CACHED = 16_384


@dataclass(frozen=True, slots=True)
class Pen:
    """Look of the letters of a line.

    Attributes:
        is_bold: heavy stems; of a typeface in squares light thin strokes, as in a bold
            Song typeface.
        spacing: ems between characters in squares; letters keep their distance.
    """

    hand: Hand
    colour: str
    is_bold: bool = False
    spacing: float = 0

    def set(self, text: str, steps: Sequence[tuple[int, int]], column: int) -> Setting:
        """A legible text in lines; see `set_text` and `set_words`."""
        if self.hand.is_square:
            return set_text(text, steps, column, self.advance)
        at_spaces = self.hand.family is Family.KOREAN
        return set_words(text, steps, column, self.width, at_spaces=at_spaces)

    def advance(self, char: str) -> float:
        """Distance from a character to the next one, in ems."""
        return _length(char, self.hand, is_bold=False) + self.spacing

    def width(self, line: str) -> float:
        """Width of a line of letters, in ems."""
        return _length(line, self.hand, is_bold=self.is_bold)

    def write(self, on: ImageDraw, line: str, size: int, at: tuple[int, int]) -> None:
        """Draw one legible line, the middle of its baseline at a point."""
        if self.hand.is_square:
            self._write_squares(on, line, size, at)
            return
        font = font_of(self.hand, size, is_bold=self.is_bold)
        is_thin = self.is_bold and not self.hand.is_heavy
        for stroke in range(1 + round(size * _BOLD) * is_thin):
            on.text(
                (at[0] + stroke, at[1]),
                line,
                self.colour,
                font,
                anchor="ms",
                direction=self.hand.direction,
                language=self.hand.language,
            )

    def _write_squares(
        self, on: ImageDraw, line: str, size: int, at: tuple[int, int]
    ) -> None:
        font = font_of(self.hand, size, is_bold=False)
        strokes = 1 + round(size * _BOLD) * self.is_bold
        *begins, end = offsets(line, self.advance)
        left = at[0] - (end * size + strokes - 1) / 2
        for char, begin in zip(line, begins, strict=True):
            x = round(left + begin * size)
            for stroke in range(strokes):
                on.text((x + stroke, at[1]), char, self.colour, font, anchor="ls")


@lru_cache(_CACHED)
def _length(text: str, hand: Hand, *, is_bold: bool) -> float:
    font = font_of(hand, _UNITS, is_bold=is_bold)
    if hand.is_square:
        return font.getlength(text) / _UNITS
    length = font.getlength(text, direction=hand.direction, language=hand.language)
    return length / _UNITS
