"""Marking: which parts of a text a search looked for, and a snippet around them. Pure."""

from collections.abc import Iterable, Sequence
from unicodedata import normalize

from feedsvc.content.folding import fold_each
from feedsvc.model.results import Piece
from feedsvc.model.search import MAX_FOLDED, Clause, Field, Wanted
from feedsvc.model.terms import pattern

_LENGTH = 160  # characters of a snippet
_BEFORE = 40  # of them before the first word that was looked for
_ELLIPSIS = "…"

_Span = tuple[int, int]


def marked(
    text: str, wanted: Wanted, *, field: Field | None = None
) -> tuple[Piece, ...]:
    """The whole text in pieces.

    Args:
        field: a field whose own clauses are marked too.
    """
    text = _composed(text)
    spans = _spans(text, _clauses(wanted, field))
    return _pieces(text, 0, len(text), spans)


def snippet(text: str, wanted: Wanted) -> tuple[Piece, ...]:
    """A piece of a longer text with the first word that was looked for in it.

    Empty where none of them stands in the text.
    """
    line = _composed(" ".join(text[:MAX_FOLDED].split()))
    spans = _spans(line, _clauses(wanted, None))
    if not spans:
        return ()
    start = max(0, spans[0][0] - _BEFORE)
    end = min(len(line), start + _LENGTH)
    pieces = _pieces(line, start, end, spans)
    before = (Piece(_ELLIPSIS),) if start else ()
    behind = (Piece(_ELLIPSIS),) if end < len(line) else ()
    return (*before, *pieces, *behind)


def _composed(text: str) -> str:
    """The text in the form in which it is searched."""
    return normalize("NFC", text)


def _clauses(wanted: Wanted, field: Field | None) -> list[str]:
    return [clause.text for clause in wanted.clauses if _is_shown(clause, field)]


def _is_shown(clause: Clause, field: Field | None) -> bool:
    return clause.field is None or clause.field is field


def _spans(text: str, looked_for: Iterable[str]) -> list[_Span]:
    """Beginnings and ends of what was looked for, in order, none within another."""
    folded, places = _folded(text)
    found = sorted(
        (places[match.start()], places[match.end() - 1] + 1)
        for each in looked_for
        for match in pattern(each).finditer(folded)
    )
    joined: list[_Span] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and from where in the text each of its characters comes."""
    folded: list[str] = []
    places: list[int] = []
    for place, piece in enumerate(fold_each(text)):
        for character in piece:
            if character == " " and (not folded or folded[-1] == " "):
                continue
            folded.append(character)
            places.append(place)
    return "".join(folded), places


def _pieces(
    text: str, start: int, end: int, spans: Sequence[_Span]
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for first, behind in spans:
        if first >= end or behind <= start:
            continue
        pieces += (
            Piece(text[at : max(at, first)]),
            Piece(text[max(at, first) : min(behind, end)], is_marked=True),
        )
        at = min(behind, end)
    pieces.append(Piece(text[at:end]))
    return tuple(piece for piece in pieces if piece.text)
