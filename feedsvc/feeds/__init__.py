"""Feeds: turn a format-neutral `Feed` into the bytes of a document; directories too.

An entry is written apart from its document, so that another document, or the same one
after its next change, can take it as it is.

Pure: the same value gives the same bytes in any process. Knows nothing of HTTP, caching,
the store, or which entries a feed should show.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import feedgen.version
from lxml import etree

from feedsvc.feeds import atom, json_feed, rss
from feedsvc.feeds.border import legal, legal_feed, write_each
from feedsvc.model.feed import Entry, Feed, Format, WrittenEntry

# Raise it with every change that moves bytes: it is part of every validator.
RENDERER = 11


@dataclass(frozen=True, slots=True)
class _Writer:
    """A format: how it writes an entry of a feed, and a document around such entries."""

    entry: Callable[[Feed, Entry], bytes]
    document: Callable[[Feed, Iterable[bytes]], bytes]


_WRITERS: Mapping[Format, _Writer] = {
    Format.ATOM: _Writer(atom.entry, atom.document),
    Format.RSS: _Writer(rss.entry, rss.document),
    Format.JSON: _Writer(json_feed.entry, json_feed.document),
}


def render(feed: Feed, format_: Format) -> bytes:
    """The document of a feed, UTF-8; an entry that cannot be rendered is left out."""
    return document(feed, format_, write(feed, format_))


def write(feed: Feed, format_: Format) -> list[WrittenEntry]:
    """The feed's entries; one that cannot be written is logged and left out."""
    return write_each(legal_feed(feed), _WRITERS[format_].entry)


def document(feed: Feed, format_: Format, entries: Iterable[WrittenEntry]) -> bytes:
    """The document that says all of a feed but its entries, around written ones, UTF-8.

    The first of several entries with one id stands: readers fold them anyway.
    """
    first: dict[str, bytes] = {}
    for entry in entries:
        first.setdefault(legal(entry.id), entry.body)
    return _WRITERS[format_].document(legal_feed(feed), first.values())


def library_versions() -> str:
    """The libraries whose versions reach the bytes, for validators."""
    libxml2 = ".".join(map(str, etree.LIBXML_VERSION))
    return (
        f"feedgen {feedgen.version.version_str}, "
        f"lxml {etree.__version__}, libxml2 {libxml2}"
    )
