"""Shaping: lines of a text in words, whose letters join or touch.

Unlike squares, letters are only as wide as their neighbours make them, so whole lines
are measured. Lines break where Unicode allows it (UAX 14), never within a word, and come
out even. Widths are in ems. Pure; knows no font: widths are given.
"""

import re
from collections.abc import Callable, Sequence

from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

from feedsvc.cards.typesetting import Setting

Width = Callable[[str], float]  # of a line

_ELLIPSIS = "…"
_PAUSES = " ,;:،؛-–—("  # noqa: RUF001 - not before an ellipsis
_RANGE = re.compile(r".*\d[-–]\Z", re.DOTALL)  # noqa: RUF001 - of an amount
_STEPS = 8  # of the search for the narrowest column


def set_words(
    text: str,
    steps: Sequence[tuple[int, int]],
    column: int,
    width: Width,
    *,
    at_spaces: bool,
) -> Setting:
    """The text in the first size that holds it whole; else cut, with an ellipsis.

    Args:
        text: its spaces single, none around it.
        steps: sizes and how many lines each may have, the largest size first.
        column: pixels a line.
        width: of a line, in ems.
        at_spaces: break there alone: Korean may break in words, but headlines do not.
    """
    pieces = _pieces(text, at_spaces=at_spaces)
    for size, limit in steps:
        lines = _even(pieces, limit, column / size, width)
        if lines is not None:
            return Setting(size, lines)
    return Setting(size, _cut(pieces, limit, column / size, width))


def _pieces(text: str, *, at_spaces: bool) -> list[str]:
    """Parts between which a line may break, each with the space behind it."""
    if at_spaces:
        return re.findall(r"\S+ ?", text)
    pieces: list[str] = []
    for unit in line_break_units(text):
        if pieces and _RANGE.match(pieces[-1]) and unit[:1].isdecimal():
            pieces[-1] += unit
        else:
            pieces.append(unit)
    return pieces


def _even(
    pieces: Sequence[str], limit: int, room: float, width: Width
) -> tuple[str, ...] | None:
    """The fewest lines, in the narrowest column that still holds so few."""
    best = _filled(pieces, room, width)
    if len(best) > limit or any(width(line) > room for line in best):
        return None
    low, high = 0.0, room
    for _ in range(_STEPS):
        middle = (low + high) / 2
        lines = _filled(pieces, middle, width)
        if len(lines) > len(best) or any(width(line) > middle for line in lines):
            low = middle
        else:
            best, high = lines, middle
    return best


def _filled(pieces: Sequence[str], room: float, width: Width) -> tuple[str, ...]:
    """Lines that each take as many pieces as there is room for."""
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if line and width((line + piece).rstrip()) > room:
            lines.append(line.rstrip())
            line = piece
        else:
            line += piece
    return (*lines, line.rstrip()) if line else tuple(lines)


def _cut(
    pieces: Sequence[str], limit: int, room: float, width: Width
) -> tuple[str, ...]:
    """Pieces for which there is room before an ellipsis; too wide ones are broken."""
    parts = [
        part
        for piece in pieces
        for part in (
            [piece] if width(piece + _ELLIPSIS) <= room else grapheme_clusters(piece)
        )
    ]
    held: tuple[str, ...] = ()
    low, high = 1, len(parts)
    while low <= high:
        count = (low + high) // 2
        *kept, last = parts[:count]
        end = last if count == len(parts) else last.rstrip(_PAUSES) + _ELLIPSIS
        lines = _filled([*kept, end], room, width)
        if len(lines) <= limit:
            held, low = lines, count + 1
        else:
            high = count - 1
    return held
