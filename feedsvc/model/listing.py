"""Listings: what a page of headlines shows; pages lead back to the first article."""

from dataclasses import dataclass
from datetime import date

from feedsvc.model.article import Headline
from feedsvc.model.info_code import InfoCode
from feedsvc.model.stream import Stream


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a stream's headlines, newest first.

    Attributes:
        stream: the site's, a category's or a source's.
        before: the page starts behind this article; None for the newest page.
        older: where the next page starts; None when this page holds the first article.
    """

    stream: Stream
    headlines: tuple[Headline, ...]
    before: InfoCode | None
    older: InfoCode | None


@dataclass(frozen=True, slots=True)
class Day:
    """One page of one day of the site's zone, newest first.

    Attributes:
        previous, next: the nearest days with articles, or None.
    """

    day: date
    headlines: tuple[Headline, ...]
    before: InfoCode | None
    older: InfoCode | None
    previous: date | None
    next: date | None


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A category or source in the index of all of them.

    Attributes:
        articles: how many published articles its stream holds.
    """

    stream: Stream
    articles: int
