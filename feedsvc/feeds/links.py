"""Links and marks of a whole feed, in the head of an Atom or RSS document."""

from lxml import etree

from feedsvc.feeds.elements import HISTORY
from feedsvc.model.feed import Feed, Format, Paging


def feed_links(feed: Feed, format_: Format) -> list[dict[str, str]]:
    """The document itself, its hub, page, other formats and license, and the archive."""
    others = (other for other in Format if other is not format_)
    return [
        _feed_link("self", format_, feed.urls[format_]),
        *([{"rel": "hub", "href": feed.hub_url}] if feed.hub_url else []),
        {"rel": "alternate", "type": "text/html", "href": feed.page_url},
        *(_feed_link("alternate", other, feed.urls[other]) for other in others),
        {"rel": "license", "href": feed.license_url},
        *_archive_links(feed.paging, format_),
    ]


def history_marks(paging: Paging | None) -> list[etree._Element]:
    """RFC 5005's marks of an archive page (§4) and of a complete feed (§2)."""
    if paging is None:
        return []
    marks = {"archive": paging.is_archive, "complete": paging.is_complete}
    return [etree.Element(HISTORY + name) for name, holds in marks.items() if holds]


def _archive_links(paging: Paging | None, format_: Format) -> list[dict[str, str]]:
    """RFC 5005 §4's; a complete feed has no archive, and `self` is current already."""
    if paging is None or paging.is_complete:
        return []
    urls = {
        "current": paging.current_url if paging.is_archive else None,
        "prev-archive": paging.prev_url,
        "next-archive": paging.next_url,
    }
    return [_feed_link(rel, format_, url) for rel, url in urls.items() if url]


def _feed_link(rel: str, format_: Format, url: str) -> dict[str, str]:
    media_type, _, _ = format_.media_type.partition(";")
    return {"rel": rel, "type": media_type, "href": url}
