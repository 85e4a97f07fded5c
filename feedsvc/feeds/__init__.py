"""Feeds: turn a format-neutral `Feed` into the bytes of a document; directories too.

Pure: the same value gives the same bytes in any process. Knows nothing of HTTP, caching,
the store, or which entries a feed should show.
"""

from collections.abc import Callable, Mapping

import feedgen.version
from lxml import etree

from feedsvc.feeds import atom, json_feed, rss
from feedsvc.feeds.border import legal_feed
from feedsvc.model.feed import Feed, Format

# Raise it with every change that moves bytes: it is part of every validator.
RENDERER = 11

_RENDERERS: Mapping[Format, Callable[[Feed], bytes]] = {
    Format.ATOM: atom.render,
    Format.RSS: rss.render,
    Format.JSON: json_feed.render,
}


def render(feed: Feed, format_: Format) -> bytes:
    """The document of a feed, UTF-8; an entry that cannot be rendered is left out."""
    return _RENDERERS[format_](legal_feed(feed))


def library_versions() -> str:
    """The libraries whose versions reach the bytes, for validators."""
    libxml2 = ".".join(map(str, etree.LIBXML_VERSION))
    return (
        f"feedgen {feedgen.version.version_str}, "
        f"lxml {etree.__version__}, libxml2 {libxml2}"
    )
