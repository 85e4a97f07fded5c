"""feedgen, repaired: the only module that imports it, and knows where it goes wrong.

feedgen writes the head of a document; entries come written. Its own writer
of entries drops every attribute of a link but the address, refuses an empty title, dates
what has no date now, changes the process's locale for each RSS date, and loses the whole
feed with one entry. Of the head, the channel's link and build date are mended here.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedsvc.feeds.border import note
from feedsvc.feeds.elements import ATOM, add, rfc822
from feedsvc.model.feed import Feed

GENERATOR = "feedsvc"


class RepairedFeed(FeedGenerator):  # type: ignore[misc]  # feedgen has no types
    """A feed whose head feedgen writes; elements that follow, and entries, are given.

    Args:
        prefixes: declared once, at the root, for namespaces in Clark notation.
    """

    def __init__(self, feed: Feed, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        # feedgen set it from the clock above, and would write it under setlocale.
        self._FeedGenerator__rss_lastBuildDate = None
        self.register_extension("feedsvc", partial(_Namespaces, prefixes))
        self.title(feed.title)
        self.language(feed.language)
        self.generator(GENERATOR)
        self._page_url, self._language = feed.page_url, feed.language

    def atom_document(
        self, elements: Iterable[etree._Element], entries: Iterable[bytes]
    ) -> bytes:
        """The Atom document, UTF-8; entries after everything else (RFC 4287 §4.1.1)."""
        root, _ = self._create_atom()
        root.extend(elements)
        return self._document(root, entries, b"</feed>")

    def rss_document(
        self,
        updated: datetime,
        links: Iterable[dict[str, str]],
        elements: Iterable[etree._Element],
        items: Iterable[bytes],
    ) -> bytes:
        """The RSS document, UTF-8; items after everything else."""
        root, _ = self._create_rss()
        channel = root[0]
        add(channel, "lastBuildDate", rfc822(updated))
        for link in links:
            add(channel, f"{ATOM}link", **link)
        channel.extend(elements)
        return self._document(root, items, b"</channel></rss>")

    def _document(
        self, root: etree._Element, written: Iterable[bytes], end: bytes
    ) -> bytes:
        # In a URL `%2D` means the hyphen, and `--` would end the comment.
        comment = note(self._page_url.replace("--", "-%2D"), self._language)
        root.addprevious(etree.Comment(f" {comment} "))
        document = etree.tostring(
            root.getroottree(), encoding="UTF-8", xml_declaration=True
        )
        return b"".join((document.removesuffix(end), *written, end))


class _Namespaces(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Extension that declares prefixes once, at the root."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes

    def extend_ns(self) -> dict[str, str]:
        return {prefix: name.strip("{}") for prefix, name in self._prefixes.items()}
