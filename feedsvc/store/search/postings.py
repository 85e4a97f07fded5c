"""Postings: which articles of a block have which terms, packed a bucket at a time.

A packed bucket is the terms, sorted, a line each; then the end of each one's list; then
the lists, of places in the block. All numbers are little-endian.
"""

import struct
from collections.abc import Iterable, Mapping

from feedsvc.model.terms import is_prefix

_LENGTH = struct.Struct("<I")
_END = "I"
_PLACE = "H"  # a block has fewer than 65,536 articles
_LINE = b"\n"


def pack(lists: Mapping[str, Iterable[int]]) -> bytes:
    """Pack a bucket; a term without articles is left out."""
    kept = {term: sorted(lists[term]) for term in sorted(lists) if lists[term]}
    names = "\n".join(kept).encode()
    places = [place for places in kept.values() for place in places]
    ends, end = [], 0
    for one in kept.values():
        end += len(one)
        ends.append(end)
    return b"".join(
        (
            _LENGTH.pack(len(names)),
            names,
            _numbers(_END, ends),
            _numbers(_PLACE, places),
        )
    )


def unpack(body: bytes) -> dict[str, list[int]]:
    """Unpack a whole bucket."""
    names = _names(body).decode().split("\n")
    return {name: list(_list(body, n)) for n, name in enumerate(names)}


def find(body: bytes, term: str) -> set[int]:
    """Places of the articles that have a term; a single character stands for many."""
    if is_prefix(term):
        return {place for places in unpack(body).values() for place in places}
    lines = _LINE + _names(body) + _LINE
    at = lines.find(_LINE + term.encode() + _LINE)
    return set() if at < 0 else set(_list(body, lines.count(_LINE, 0, at)))


def _names(body: bytes) -> bytes:
    (length,) = _LENGTH.unpack_from(body)
    return body[_LENGTH.size : _LENGTH.size + length]


def _list(body: bytes, number: int) -> tuple[int, ...]:
    """The list of the term of a number."""
    names = _names(body)
    ends = _LENGTH.size + len(names)
    count = names.count(_LINE) + 1
    width = struct.calcsize(f"<{_END}")
    first, last = 0, 0
    if number:
        first, last = struct.unpack_from(f"<2{_END}", body, ends + (number - 1) * width)
    else:
        (last,) = struct.unpack_from(f"<{_END}", body, ends)
    start = ends + count * width + first * struct.calcsize(f"<{_PLACE}")
    return struct.unpack_from(f"<{last - first}{_PLACE}", body, start)


def _numbers(code: str, numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}{code}", *numbers)
