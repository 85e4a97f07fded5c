"""RSS 2.0, by the RSS Advisory Board's profile.

Names without an address go to `dc:creator`, as `author` demands one. There is no
`source`: its URL must be the outlet's own feed, which nobody knows; the outlet's name
stands in `dc:source`.
"""

from functools import partial
from html import escape

from lxml import etree

from feedsvc.feeds import credit
from feedsvc.feeds.border import write_each
from feedsvc.feeds.feedgen_adapter import (
    CONTENT,
    DUBLIN_CORE,
    RepairedFeed,
    add,
    feed_links,
    rfc822,
)
from feedsvc.model.feed import Entry, Feed, Format


def render(feed: Feed) -> bytes:
    """The RSS document of a legal feed."""
    document = RepairedFeed(feed)
    document.link(href=feed.page_url)
    document.description(feed.subtitle or feed.title)
    document.ttl(max(1, feed.ttl_s // 60))  # in minutes
    if feed.icon_url:
        document.image(feed.icon_url, title=feed.title, link=feed.page_url)
    items = write_each(feed, partial(_item, feed))
    return document.rss_document(feed.updated, feed_links(feed, Format.RSS), items)


def _item(feed: Feed, entry: Entry) -> etree._Element:
    item = etree.Element("item")
    is_permalink = "true" if entry.id == entry.url else "false"
    add(item, "guid", entry.id, isPermaLink=is_permalink)
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    add(item, "pubDate", rfc822(entry.published))
    for tag, parties in (
        ("creator", credit.authors(entry, feed.author)),
        ("contributor", credit.contributors(entry)),
        ("source", credit.publishers(entry)),
    ):
        for party in parties:
            add(item, DUBLIN_CORE + tag, party.name)
    for label in credit.labels(entry.terms):
        add(item, "category", label)
    # Readers take a description for HTML, so a plain one is escaped once more.
    add(item, "description", escape(entry.summary or entry.title, quote=False))
    add(item, f"{CONTENT}encoded", credit.content(entry, feed.language))
    return item
