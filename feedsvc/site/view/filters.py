"""Filters: the entries of an index that a person means by a part of a name. Pure.

`static/filter.js` goes by the same rule, in the browser.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable

from feedsvc.model.listing import IndexEntry
from feedsvc.model.stream import StreamRef

MAX_CHARACTERS = 100
_ACCENTS = re.compile("[\u0300-\u036f]")


def matching(
    entries: Iterable[IndexEntry], text: str, always: Collection[StreamRef] = ()
) -> tuple[IndexEntry, ...]:
    """Entries with every word of a text in their name, or in its Latin spelling.

    Capitals, accents and the width of letters make no difference. `always` are
    streams that stay, whatever they are called.
    """
    words = _folded(text).split()
    return tuple(
        entry
        for entry in entries
        if entry.stream.ref in always or _has_all(entry, words)
    )


def _has_all(entry: IndexEntry, words: list[str]) -> bool:
    slug = entry.stream.ref.slug
    names = f"{_folded(entry.stream.title)}\n{slug}\n{slug.replace('-', '')}"
    return all(word in names for word in words)


def _folded(text: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower()
