"""Typesetting: where the lines of a Chinese headline break, and how characters stand.

After the W3C's Requirements for Chinese Text Layout (CLREQ): no line begins with a mark
that ends something or ends with one that begins something, words and amounts stay whole,
marks side by side lose the blank halves of their squares, and a little space parts Han
from Latin. Widths are in ems. Pure; knows no font: advances are given.
"""

# ruff: noqa: RUF001 - ambiguous punctuation is what it is about

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

Advance = Callable[[str], float]  # of one character

# Full-width marks: the ink is in one half of the square, the other half is blank.
_CLOSING_BRACKETS = "）》」』”’】〕〉］｝"
_CLOSING = frozenset("。，、；：！？" + _CLOSING_BRACKETS)
_OPENING = frozenset("（《「『“‘【〔〈［｛")
_CLAUSE_ENDS = _CLOSING | frozenset("…―")
_UPRIGHT = "\"'"  # may open or close: they stay with the characters on both sides
_SMALL_KANA = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_NEVER_FIRST = (
    _CLOSING | _SMALL_KANA | frozenset("…—―～·・々ゝゞヽヾー,.;:!?)]}/%‰％℃°")
)
_NEVER_LAST = _OPENING | frozenset("([{#＃$＄€£¥￥№")
_PAUSES = "，、；：。,;:—―·・ " + "".join(_NEVER_LAST)  # not before an ellipsis
_BLANK = 0.5
_AUTOSPACE = 0.125
_LOST = 2.0  # ems that a line may save at its ends: a space, two blank halves
_DASH = 0.12  # a Chinese dash is two that overlap

_UNIT = "人次|美元|港元|欧元|日元|公里|个月|[元年月日时分秒点号个家股吨人米倍次岁期届名位度]"
_PIECE = re.compile(
    # a word; behind a number its magnitude and unit, behind a letter its share
    rf"[!-~\u00a1-\u024f\u0370-\u052f]+(?:(?<=\d)[十百千万亿]*(?:{_UNIT})?|(?<=[ABH])股)?|\S"
)
_CHARACTER = re.compile(" ?.")
# A break within a clause costs as much as a line that is this many ems too short; one
# within brackets or quotes costs as much as two.
_AMID_CLAUSE = 4.0


@dataclass(frozen=True, slots=True)
class Setting:
    """A text in lines.

    Attributes:
        size: pixels an em.
        lines: none is empty; none begins or ends with a space.
    """

    size: int
    lines: tuple[str, ...]


def is_wide(char: str) -> bool:
    """True if a character takes a square, as Han does."""
    return unicodedata.east_asian_width(char) in {"W", "F"}


def set_text(
    text: str, steps: Sequence[tuple[int, int]], column: int, advance: Advance
) -> Setting:
    """The text in the first size that holds it whole; else cut, with an ellipsis.

    Args:
        text: its spaces single, none around it.
        steps: sizes and how many lines each may have, the largest size first.
        column: pixels a line.
        advance: as for `offsets`.
    """
    for size, limit in steps:
        lines = _break_lines(_pieces(text), limit, column / size, advance)
        if lines is not None:
            return Setting(size, lines)
    return Setting(size, _cut(text, limit, column / size, advance))


def offsets(text: str, advance: Advance) -> list[float]:
    """Start of each character of one line, then the end of the last one.

    Below zero where the blank half of the first character hangs out. A blank half at
    the end does not count either: a line is as wide as its visible ink.
    """
    if not text:
        return [0.0]
    gaps = (_gap(left, right) for left, right in pairwise(text))
    steps = [advance(left) + gap for left, gap in zip(text, gaps, strict=False)]
    start = -_BLANK * (text[0] in _OPENING)
    begins = list(accumulate(steps, initial=start))
    end = begins[-1] + advance(text[-1]) - _BLANK * (text[-1] in _CLOSING)
    return [*begins, end]


def _break_lines(
    pieces: Sequence[str], limit: int, width: float, advance: Advance
) -> tuple[str, ...] | None:
    """The fewest lines that hold all pieces, as even as can be; None if over `limit`."""
    run = _Run(pieces, advance)
    if run.width(0, len(run.text)) > limit * (width + _LOST):
        return None
    following = [tuple(run.lines(start, width)) for start in range(len(pieces))]
    best = {0: (0.0, tuple[str, ...]())}  # cost and lines, by how many pieces they hold
    for _ in range(limit):
        if len(pieces) in best:
            break
        longer: dict[int, tuple[float, tuple[str, ...]]] = {}
        for start, (cost, lines) in best.items():
            for end, line, more in following[start]:
                candidate = (cost + more, (*lines, line))
                longer[end] = min(longer.get(end, candidate), candidate)
        best = longer
    return best[len(pieces)][1] if len(pieces) in best else None


class _Run:
    """Pieces on one endless line, of which any stretch is measured at once."""

    def __init__(self, pieces: Sequence[str], advance: Advance) -> None:
        self.text = "".join(pieces)
        self._bounds = list(accumulate(map(len, pieces), initial=0))
        self._begins = offsets(self.text, advance)
        self._advance = advance

    def width(self, start: int, end: int) -> float:
        """Ems of a stretch that is a line of its own."""
        if start == end:
            return 0
        first, last = self.text[start], self.text[end - 1]
        seen = self._begins[end - 1] + self._advance(last) - self._begins[start]
        return seen - _BLANK * ((first in _OPENING) + (last in _CLOSING))

    def lines(self, first: int, width: float) -> Iterator[tuple[int, str, float]]:
        """Every line that may begin with a piece: the piece behind it, text, cost."""
        start = self._bounds[first]
        start += self.text[start] == " "
        for following, end in enumerate(self._bounds[first + 1 :], first + 1):
            room = width - self.width(start, end)
            if room < 0:
                return
            line = self.text[start:end]
            amid = _amid(line, self.text[end]) if end < len(self.text) else 0
            yield following, line, room**2 + _AMID_CLAUSE**2 * amid


def _amid(line: str, following: str) -> int:
    """Number of things that a break interrupts: a clause, brackets."""
    clause = not (line[-1] in _CLAUSE_ENDS or following == " ")
    opened, closed = (
        max(map(line.rfind, marks)) for marks in (_OPENING, _CLOSING_BRACKETS)
    )
    return clause + (opened > closed)


def _pieces(text: str) -> list[str]:
    """Pieces of text that no line may break; each includes the space before it."""
    pieces: list[str] = []
    for found in _PIECE.finditer(text):
        space = " " * (text[found.start() - 1 : found.start()] == " ")
        piece = found[0]
        if pieces and _inseparable(pieces[-1][-1], space, piece[0]):
            pieces[-1] += space + piece
        else:
            pieces.append(space + piece)
    return pieces


def _inseparable(left: str, space: str, right: str) -> bool:
    if left in _NEVER_LAST or right in _NEVER_FIRST:
        return True
    return not space and (left in _UPRIGHT or right in _UPRIGHT)


def _cut(text: str, limit: int, width: float, advance: Advance) -> tuple[str, ...]:
    """Cut pieces to fit before an ellipsis; a piece wider than a line is broken."""
    ellipsis = "…" if any(map(is_wide, text)) else "..."
    pieces: list[str] = []
    for piece in _pieces(text):
        fits = offsets(piece + ellipsis, advance)[-1] <= width
        pieces += [piece] if fits else _CHARACTER.findall(piece)

    def lines(count: int) -> tuple[str, ...] | None:
        *kept, last = pieces[:count]
        if count < len(pieces):
            last = last.rstrip(_PAUSES) + ellipsis
        return _break_lines([*kept, last], limit, width, advance)

    counts = range(1, len(pieces) + 1)
    held = bisect_right(counts, 0, key=lambda count: lines(count) is None)
    return lines(held) or ()


@lru_cache(4096)
def _gap(left: str, right: str) -> float:
    """Space put between two characters; below zero if taken out of blank halves."""
    if left in _CLOSING and right in _CLOSING | _OPENING:
        return -_BLANK
    if left in _OPENING and right in _OPENING:
        return -_BLANK
    if left == right == "―":
        return -_DASH
    if is_wide(left) == is_wide(right):
        return 0
    apart = all(char.isalnum() or char == " " for char in (left, right))
    return _AUTOSPACE * apart
