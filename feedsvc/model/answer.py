"""Resolutions: what an address or an info code leads to, and what is said of one."""

from dataclasses import dataclass, field
from datetime import datetime

from feedsvc.model.article import Article
from feedsvc.model.info_code import InfoCode


@dataclass(frozen=True, slots=True)
class Found:
    """The address is an article's permalink."""

    article: Article


@dataclass(frozen=True, slots=True)
class Moved:
    """The address leads elsewhere for good.

    Attributes:
        url: absolute.
        article_id: of the article that it leads to, where it is one's share link.
    """

    url: str
    article_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Gone:
    """The article was withdrawn: 410, or 451 where the law asked for it."""

    since: datetime
    is_legal: bool


Resolution = Found | Moved | Gone


@dataclass(frozen=True, slots=True)
class Known:
    """A code of a published article.

    Attributes:
        article_id: of the article that answers, as is all else.
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
    """A code of an article that was withdrawn; nothing else is said of it."""

    code: InfoCode
    since: datetime
    is_legal: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """A code that no published article has, or ever had."""

    code: InfoCode


@dataclass(frozen=True, slots=True)
class Malformed:
    """Text in which there is no code."""


Answer = Known | Withdrawn | Unknown | Malformed
