"""feedgen, repaired: the only module that imports it, and knows where it goes wrong.

feedgen writes the head of a document; entries come as finished elements. Its own writer
of entries drops every attribute of a link but the address, refuses an empty title, dates
what has no date now, changes the process's locale for each RSS date, and loses the whole
feed with one entry. Of the head, the channel's link and build date are mended here.
"""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedsvc.feeds.border import note, whole_seconds
from feedsvc.model.feed import Feed, Format

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
GENERATOR = "feedsvc"


class RepairedFeed(FeedGenerator):  # type: ignore[misc]  # feedgen has no types
    """A feed whose entries come as finished elements, newest first, and stay so."""

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        # It was read from the clock above, and would be written under setlocale.
        self._FeedGenerator__rss_lastBuildDate = None
        self.register_extension("feedsvc", _Namespaces)
        self.title(feed.title)
        self.language(feed.language)
        self.generator(GENERATOR)
        self._page_url = feed.page_url

    def atom_document(self, entries: Iterable[etree._Element]) -> bytes:
        """The Atom document, UTF-8."""
        root, _ = self._create_atom()
        root.extend(entries)
        return self._document(root)

    def rss_document(
        self,
        updated: datetime,
        links: Iterable[dict[str, str]],
        items: Iterable[etree._Element],
    ) -> bytes:
        """The RSS document, UTF-8."""
        root, _ = self._create_rss()
        channel = root[0]
        add(channel, "lastBuildDate", rfc822(updated))
        for link in links:
            add(channel, f"{ATOM}link", **link)
        channel.extend(items)
        return self._document(root)

    def _document(self, root: etree._Element) -> bytes:
        # In a URL `%2D` says the same as the hyphen, and `--` would end the comment.
        comment = note(self._page_url.replace("--", "-%2D"))
        root.addprevious(etree.Comment(f" {comment} "))
        return etree.tostring(
            root.getroottree(), encoding="UTF-8", xml_declaration=True
        )


class _Namespaces(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Declares prefixes once, at the root."""

    def extend_ns(self) -> dict[str, str]:
        return {"dc": DUBLIN_CORE.strip("{}")}


def feed_links(feed: Feed, format_: Format) -> list[dict[str, str]]:
    """The document itself, the page for people, and the other formats, in this order."""
    page = {"rel": "alternate", "type": "text/html", "href": feed.page_url}
    return [
        _feed_link(feed, format_, "self"),
        page,
        *(_feed_link(feed, other, "alternate") for other in Format if other != format_),
    ]


def _feed_link(feed: Feed, format_: Format, rel: str) -> dict[str, str]:
    media_type, _, _ = format_.media_type.partition(";")
    return {"rel": rel, "type": media_type, "href": feed.urls[format_]}


def add(
    parent: etree._Element, tag: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """A new last child; `tag` in Clark notation."""
    child = etree.SubElement(parent, tag, attributes)
    if text is not None:
        child.text = text
    return child


def rfc822(moment: datetime) -> str:
    """A date as RSS writes it."""
    return format_datetime(whole_seconds(moment))
