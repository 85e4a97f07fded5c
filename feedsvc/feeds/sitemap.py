"""Sitemaps (sitemaps.org 0.9), and Google's for news.

The caller limits the addresses in a file and chooses which articles are news.
"""

from collections.abc import Iterable

from feedsvc.feeds.border import escaped, whole_seconds
from feedsvc.model.directory import NewsEntry, SitemapEntry

_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_TRADITIONAL = ("hant", "tw", "hk", "mo")


def sitemap_index(sitemaps: Iterable[SitemapEntry]) -> bytes:
    """The list of the sitemaps themselves, UTF-8."""
    places = "".join(f"<sitemap>{_place(entry)}</sitemap>\n" for entry in sitemaps)
    return _document("sitemapindex", _SITEMAP, places)


def urlset(entries: Iterable[SitemapEntry]) -> bytes:
    """One sitemap, UTF-8."""
    places = "".join(f"<url>{_place(entry)}</url>\n" for entry in entries)
    return _document("urlset", _SITEMAP, places)


def news_sitemap(entries: Iterable[NewsEntry]) -> bytes:
    """A Google News sitemap, UTF-8; an empty one is valid."""
    return _document("urlset", f"{_SITEMAP} {_NEWS}", "".join(map(_news, entries)))


def _document(root: str, namespaces: str, body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<{root} {namespaces}>\n{body}</{root}>\n"
    ).encode()


def _place(entry: SitemapEntry) -> str:
    updated = whole_seconds(entry.updated).isoformat()
    return f"<loc>{escaped(entry.url)}</loc><lastmod>{updated}</lastmod>"


def _news(entry: NewsEntry) -> str:
    published = whole_seconds(entry.published).isoformat()
    return (
        f"<url><loc>{escaped(entry.url)}</loc><news:news>"
        f"<news:publication><news:name>{escaped(entry.publication)}</news:name>"
        f"<news:language>{_language(entry.language)}</news:language>"
        "</news:publication>"
        f"<news:publication_date>{published}</news:publication_date>"
        f"<news:title>{escaped(entry.title)}</news:title>"
        "</news:news></url>\n"
    )


def _language(tag: str) -> str:
    """Google's name for a BCP 47 tag: ISO 639, but Chinese is one of two."""
    language, _, rest = escaped(tag).lower().partition("-")
    if language != "zh":
        return language
    return "zh-tw" if rest.startswith(_TRADITIONAL) else "zh-cn"
