"""Directories of a site: every feed for readers, every article for search engines."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed in an OPML list; all URLs absolute."""

    title: str
    feed_url: str
    page_url: str


@dataclass(frozen=True, slots=True)
class OutlineGroup:
    """Outlines under one heading."""

    title: str
    outlines: tuple[Outline, ...]


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Every feed of the site (OPML 2.0).

    Attributes:
        updated: when the list last changed, aware.
    """

    title: str
    updated: datetime
    groups: tuple[OutlineGroup, ...]


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address in a sitemap; `updated` aware."""

    url: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """One article in a Google News sitemap; `published` aware."""

    url: str
    title: str
    published: datetime
    publication: str
    language: str
