"""Reserved paths: pages, feeds and files of feedsvc's own, which no article can have."""

import re

_PAGES = (
    "categories",
    "sources",
    "feeds",
    "partners",
    "search",
    "hub",
    "stats",
    "imports",
    "terms",
    "healthz",
    "readyz",
    r"robots\.txt",
    r"favicon\.ico",
    r"opml\.xml",
    r"opensearch\.xml",
    r"sitemap(?:-news)?\.xml",
    "oembed",
    r"html_News/NewsShare\.html",
)
_BELOW = (
    "(?:categories|sources|days|imports|s|corrections)/[^/]+",
    r"sitemaps/[^/]+\.xml",
    r"s/[^/]+/qr\.(?:svg|png)",
    "(?:cards|media)/[^/]+/[^/]+",
    "embed/(?:categories|sources|articles|feeds)(?:/[^/]+)?",
    r"embed/v1/feedsvc\.js",
    "api/v1/.+",
    "static/.+",
    "zh-Hant(?:/.*)?",
    r"(?:.+/)?(?:(?:atom|rss)\.xml|feed\.json)",
)
_RESERVED = re.compile(f"/(?:{'|'.join((*_PAGES, *_BELOW))})?/?", re.DOTALL)
_FOLDER = "/posts"


def is_reserved(path: str) -> bool:
    """True if feedsvc answers at a decoded path itself, whatever articles there are."""
    return _RESERVED.fullmatch(path) is not None


def beside_reserved(path: str) -> str:
    """Free path for an article that asks for a reserved one: `/posts/feeds/`."""
    return f"{_FOLDER}{path}"
