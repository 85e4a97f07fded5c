"""Chunks: lists of any length for queries, whose parameters are limited."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_Item = TypeVar("_Item")
_AT_MOST = 10_000  # SQLite takes 32,766 parameters, PostgreSQL 65,535


def chunks(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Slices of the items, each as long as one query can name."""
    rest = iter(items)
    while chunk := list(islice(rest, _AT_MOST)):
        yield chunk
