"""Differences: two texts side by side, line by line, with the words that differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from feedsvc.model.text_kinds import Words

_MAX_LINES = 1_000  # of a text; the rest is not compared
# Pairs of characters that lines of two texts are compared within; further lines that
# differ do so whole. The comparison may look at each pair.
_MAX_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line, the same on both sides or not."""

    text: Words
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line on each side; empty where there is none."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """True if the sides differ."""
        return any(piece.is_changed for piece in (*self.before, *self.after))


def compare(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """Rows of two texts, in their order."""
    old, new = before[:_MAX_LINES], after[:_MAX_LINES]
    rows: list[Row] = []
    budget = _MAX_PAIRS
    for tag, i, i_end, j, j_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            rows += [Row((Piece(line),), (Piece(line),)) for line in old[i:i_end]]
        else:
            pairs = zip_longest(old[i:i_end], new[j:j_end], fillvalue="")
            for left, right in pairs:
                budget -= len(left) * len(right)
                rows.append(_row(left, right, is_within=budget >= 0))
    return rows


def _row(left: str, right: str, *, is_within: bool) -> Row:
    """Row of lines that differ, whole or within."""
    if not is_within or not left or not right:
        return Row(_whole(left), _whole(right))
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(
        None, left, right, autojunk=False
    ).get_opcodes():
        is_changed = tag != "equal"
        before += [Piece(left[i:i_end], is_changed)] if i < i_end else []
        after += [Piece(right[j:j_end], is_changed)] if j < j_end else []
    return Row(tuple(before), tuple(after))


def _whole(line: str) -> tuple[Piece, ...]:
    return (Piece(line, is_changed=True),) if line else ()
