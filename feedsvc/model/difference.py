"""Differences: two texts side by side, line by line, with the words that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from feedsvc.model.text_kinds import Words

_MAX_LINES = 2_000  # of a text; the rest is not compared
_MAX_LINE = 2_000  # characters of a line that is compared within


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
    for tag, i, i_end, j, j_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            rows += [Row((Piece(line),), (Piece(line),)) for line in old[i:i_end]]
        else:
            rows += _changed(old[i:i_end], new[j:j_end])
    return rows


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Rows of lines that differ, paired in their order."""
    for place in range(max(len(old), len(new))):
        left = old[place] if place < len(old) else ""
        right = new[place] if place < len(new) else ""
        yield _row(left, right)


def _row(left: str, right: str) -> Row:
    is_long = max(len(left), len(right)) > _MAX_LINE
    if is_long or not left or not right:
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
