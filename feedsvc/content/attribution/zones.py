"""Zones: where a line stands in its article, which decides what a credit in it can mean."""

import re
from collections.abc import Sequence
from enum import StrEnum

from feedsvc.content.lines import Line

_HEAD_LINES = 6
_FOOT_LINES = 8
_MAX_CAPTION = 150  # characters
_NO_TEXT = re.compile(r"[\W_]*")
_ADDRESS = re.compile(r"\S*https?://\S+")


class Zone(StrEnum):
    """Place of a line."""

    ALONE = "alone"  # the article is short: everything is its beginning and its end
    HEAD = "head"
    FOOT = "foot"
    CAPTION = "caption"
    DIGEST = "digest"
    MIDDLE = "middle"

    @property
    def is_end(self) -> bool:
        """True where an article says who made it."""
        return self is not Zone.MIDDLE and self is not Zone.CAPTION


def places_with_text(lines: Sequence[Line]) -> list[int]:
    """Places of the lines that say something, and are no bare address."""
    return [i for i, line in enumerate(lines) if _says_something(line.text)]


def _says_something(text: str) -> bool:
    if "://" in text and _ADDRESS.fullmatch(text):
        return False
    return _NO_TEXT.fullmatch(text) is None


def zones_of(lines: Sequence[Line], places: Sequence[int]) -> tuple[Zone, ...]:
    """The zone of each line.

    Args:
        places: those with text.
    """
    is_short = len(places) <= _HEAD_LINES
    head = {*places[:_HEAD_LINES]}
    foot = {*places[-_FOOT_LINES:]}
    return tuple(
        _zone(line, is_short=is_short, is_head=i in head, is_foot=i in foot)
        for i, line in enumerate(lines)
    )


def _zone(line: Line, *, is_short: bool, is_head: bool, is_foot: bool) -> Zone:
    if line.is_caption and len(line.text) <= _MAX_CAPTION:
        return Zone.CAPTION
    if line.in_quote:
        return Zone.DIGEST
    if is_short:
        return Zone.ALONE
    if is_foot:
        return Zone.FOOT
    return Zone.HEAD if is_head else Zone.MIDDLE


def last_places(lines: Sequence[Line], places: Sequence[int]) -> frozenset[int]:
    """Places where a bare name in brackets can sign: the ends of digest and text.

    Args:
        places: those with text.
    """
    digest = [i for i in places if lines[i].in_quote]
    return frozenset((*digest[-1:], *places[-1:]))
