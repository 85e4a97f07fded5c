"""Resolutions: what an address or an info code leads to."""

from dataclasses import dataclass
from datetime import datetime

from feedsvc.model.article import Article


@dataclass(frozen=True, slots=True)
class Found:
    """The address is an article's permalink."""

    article: Article


@dataclass(frozen=True, slots=True)
class Moved:
    """The address leads elsewhere on this site for good; `url` is absolute."""

    url: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The article was withdrawn: 410, or 451 where the law asked for it."""

    since: datetime
    is_legal: bool


Resolution = Found | Moved | Gone
