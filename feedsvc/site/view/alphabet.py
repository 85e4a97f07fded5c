"""Alphabet: entries of an index under the letters that their readers look for."""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from feedsvc.model.listing import IndexEntry

_BY_SLUG = ("LATIN", "CJK UNIFIED")  # a slug has the base letter, or the pinyin


class _Place(NamedTuple):
    """Place of an entry: A to Z, then the letters of other scripts, the rest last."""

    is_other: bool
    is_foreign: bool
    letter: str
    sorted_by: str


def alphabetical(entries: Iterable[IndexEntry]) -> dict[str, list[IndexEntry]]:
    """Entries under their first letters, in order; what begins with none under ''.

    Latin letters are without their accents, and Han characters go by their pinyin.
    """
    letters: dict[str, list[IndexEntry]] = {}
    placed = sorted(((_place(entry), entry) for entry in entries), key=lambda it: it[0])
    for place, entry in placed:
        letters.setdefault(place.letter, []).append(entry)
    return letters


def _place(entry: IndexEntry) -> _Place:
    slug, title = entry.stream.ref.slug, entry.stream.title
    first = title[:1]
    if first.isalpha() and not unicodedata.name(first, "").startswith(_BY_SLUG):
        folded = unicodedata.normalize("NFKD", title.upper())
        return _Place(
            is_other=False, is_foreign=True, letter=folded[0], sorted_by=folded
        )
    letter = slug[:1].upper()
    letter = letter if "A" <= letter <= "Z" else ""
    return _Place(is_other=not letter, is_foreign=False, letter=letter, sorted_by=slug)
