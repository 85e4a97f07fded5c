"""Terms: the parts of a folded text by which an index finds it. Pure.

A folded text (`content.folding`) is runs of letters and digits, with single spaces
between them. Scripts that put spaces between words are found by whole words, the others,
Chinese among them, by every two neighbouring characters: 上海证券 is 上海, 海证 and 证券.
A character beside a word makes a term with it, so that A股 and 5G手机 are found too.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

# Thai to Lao, Myanmar, Khmer, and everything from the radicals of Han to Hangul.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\U00016fe0-\U0003ffff"
)
_SPACED = rf"[^\s{_UNSPACED}]"
_UNIT = re.compile(f"[{_UNSPACED}]|{_SPACED}+")
_HAS_SPACED = re.compile(_SPACED)
_MIXED = re.compile(rf"(?=({_SPACED}+[{_UNSPACED}]))")

_COLON = ":"
_BUCKET = 2  # characters of a word
_MOST_NEEDED = 4  # terms of one run that are looked up: more narrow it down no further


def terms(text: str) -> set[str]:
    """Every term of a folded text.

    The last character of a run is a term too: no other one begins with it.
    """
    found: set[str] = set()
    for run in text.split():
        if run.isascii():
            found.add(run)
        elif _HAS_SPACED.search(run) is None:
            found.update(map(str.__add__, run, run[1:]))
            found.add(run[-1])
        else:
            found.update(_terms_of_mixed(run))
    return found


def _terms_of_mixed(run: str) -> Iterator[str]:
    units = _UNIT.findall(run)
    yield from (unit for unit in units if _HAS_SPACED.match(unit))
    yield from map(str.__add__, units, units[1:])
    yield units[-1]


def needed(text: str) -> tuple[str, ...]:
    """Terms that a text has if it has this one in it; enough of them, not all.

    A single character stands for every term that begins with it.
    """
    return tuple(dict.fromkeys(term for run in text.split() for term in _needed(run)))


def _needed(run: str) -> list[str]:
    units = _UNIT.findall(run)
    if len(units) == 1:
        return units
    pairs = list(map(str.__add__, units, units[1:]))
    # Every second pair, and the last: together they have all the characters.
    chosen = dict.fromkeys([*pairs[::2], pairs[-1]])
    return list(chosen)[:_MOST_NEEDED]


def of_field(field: str, term: str) -> str:
    """A term of one field of an article; no term of any field looks like it."""
    return f"{field}{_COLON}{term}"


def is_prefix(term: str) -> bool:
    """True of a single character of a script without spaces, of any field or of one."""
    plain = term.rpartition(_COLON)[2]
    return len(plain) == 1 and _HAS_SPACED.match(plain) is None


def bucket(term: str) -> str:
    """The bucket of an index that a term lies in, which its name begins with.

    All terms of a field that begin with one character without spaces share a bucket.
    """
    field, colon, plain = term.rpartition(_COLON)
    length = 1 if _HAS_SPACED.match(plain) is None else _BUCKET
    return field + colon + plain[:length]


@lru_cache(256)
def pattern(text: str) -> re.Pattern[str]:
    """Pattern of a folded text in another: a word is no part of a longer word."""
    before = f"(?<!{_SPACED})" if _HAS_SPACED.match(text[:1]) else ""
    behind = f"(?!{_SPACED})" if _HAS_SPACED.match(text[-1:]) else ""
    return re.compile(f"{before}{re.escape(text)}{behind}")


def by_bucket(names: Iterable[str]) -> dict[str, list[str]]:
    """Terms by their buckets."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(bucket(name), []).append(name)
    return found
