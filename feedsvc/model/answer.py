"""Answers for a code or an address, the same on every surface."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from feedsvc.model.info_code import InfoCode, find_day
from feedsvc.model.stream import StreamRef


@dataclass(frozen=True, slots=True)
class Published:
    """A published article answers.

    Attributes:
        article_id: of the article that answers, like the other fields.
        code: its own.
        merged_from: the code that was asked for, if that article was merged into this.
        permalink: decoded path.
    """

    article_id: int
    code: InfoCode
    merged_from: InfoCode | None
    permalink: str
    title: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The article was withdrawn: 410, or 451 if the law required it; no more is told.

    Attributes:
        code: the one asked for; the article's own if an address was asked for.
    """

    code: InfoCode
    since: datetime
    is_legal: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """No published article has this code, or ever had."""

    code: InfoCode

    @property
    def day(self) -> date | None:
        """Day that the code names, whether or not there is an article behind it."""
        return find_day(self.code)


@dataclass(frozen=True, slots=True)
class Malformed:
    """No code is in the text, and it is no address of an article."""


DeadEnd = Withdrawn | Unknown | Malformed
Answer = Published | DeadEnd


@dataclass(frozen=True, slots=True)
class Moved:
    """The address was a stream's on the old site, as a page or as a feed."""

    stream: StreamRef
    is_feed: bool


def first_answer(
    codes: Iterable[InfoCode],
    find: Callable[[InfoCode], Published | Withdrawn | None],
) -> Answer:
    """Answer for the first code that leads anywhere; no other is worked out.

    Args:
        codes: the likelier first.
        find: gives None for an unknown code.
    """
    first = None
    for code in codes:
        if answer := find(code):
            return answer
        first = first or code
    return Unknown(first) if first else Malformed()
