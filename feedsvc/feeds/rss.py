"""RSS 2.0, by the RSS Advisory Board's profile.

Names without an e-mail address go to `dc:creator`, because `author` requires one. An
item has one origin: `source`, the outlet's feed on this site, if that names every
publisher; else `dc:source`, which needs no feed and takes all names.
"""

from collections.abc import Iterable
from html import escape

from lxml import etree

from feedsvc.feeds import credit
from feedsvc.feeds.elements import (
    CONTENT,
    DUBLIN_CORE,
    PREFIXES,
    add,
    add_images,
    add_recordings,
    fragment,
    rfc822,
)
from feedsvc.feeds.enclosures import images, recordings
from feedsvc.feeds.feedgen_adapter import RepairedFeed
from feedsvc.feeds.links import feed_links, history_marks
from feedsvc.model.feed import Entry, Feed, Format
from feedsvc.model.image import Image
from feedsvc.model.recording import Recording

SYNDICATION = "{http://purl.org/rss/1.0/modules/syndication/}"
_HOUR_S = 3600


def document(feed: Feed, items: Iterable[bytes]) -> bytes:
    """The RSS document of a legal feed, around its written items."""
    head = RepairedFeed(feed, PREFIXES | {"sy": SYNDICATION})
    head.link(href=feed.page_url)
    # Readers read it as HTML, like an item's.
    head.description(escape(feed.subtitle or feed.title, quote=False))
    head.ttl(max(1, feed.ttl_s // 60))  # in minutes
    if feed.icon_url:
        head.image(feed.icon_url, title=feed.title, link=feed.page_url)
    elements = [*_pace(feed.ttl_s), *history_marks(feed.paging)]
    links = feed_links(feed, Format.RSS)
    return head.rss_document(feed.updated, links, elements, items)


def _pace(ttl_s: int) -> list[etree._Element]:
    """The interval of `ttl`, as a number of updates an hour."""
    period = etree.Element(f"{SYNDICATION}updatePeriod")
    period.text = "hourly"
    frequency = etree.Element(f"{SYNDICATION}updateFrequency")
    frequency.text = str(_HOUR_S // ttl_s)
    return [period, frequency]


def entry(feed: Feed, entry: Entry) -> bytes:
    """One item of a legal feed."""
    item = etree.Element("item")
    is_permalink = "true" if entry.id == entry.url else "false"
    add(item, "guid", entry.id, isPermaLink=is_permalink)
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    add(item, "pubDate", rfc822(entry.published))
    _add_credit(item, feed, entry)
    for label in credit.labels(entry.terms):
        add(item, "category", label)
    # Readers read a description as HTML, so a plain one is escaped once more.
    add(item, "description", escape(entry.summary or entry.title, quote=False))
    if feed.has_content:
        add(item, f"{CONTENT}encoded", credit.content(entry, feed.language))
    if entry.language and entry.language != feed.language:
        add(item, f"{DUBLIN_CORE}language", entry.language)
    _add_media(item, feed, entry)
    return fragment(item)


def _add_credit(item: etree._Element, feed: Feed, entry: Entry) -> None:
    for party in credit.authors(entry, feed.author):
        add(item, f"{DUBLIN_CORE}creator", party.name)
    for party in credit.contributors(entry):
        add(item, f"{DUBLIN_CORE}contributor", party.name)
    _add_origin(item, feed, entry)


def _add_origin(item: etree._Element, feed: Feed, entry: Entry) -> None:
    """One element alone: validators take a second for a repetition of the first.

    Readers show `source` and can follow it, so it comes first; but it has room for one
    feed, and one of several publishers would pass for the only one.
    """
    if entry.source and len(credit.publishers(entry)) <= 1:
        add(item, "source", entry.source.title, url=entry.source.feed_url)
    elif outlets := credit.outlets(entry, feed.language):
        add(item, f"{DUBLIN_CORE}source", outlets)


def _add_media(item: etree._Element, feed: Feed, entry: Entry) -> None:
    """One enclosure, as readers expect no more, and everything as Media RSS.

    A sound or film comes before pictures: podcast players look for it there.
    """
    pictures, sounds = images(entry), recordings(entry)
    media: tuple[Image | Recording, ...] = (*sounds, *pictures)
    for medium in media[:1]:
        length = str(medium.length or 0)  # the profile's length for an unknown size
        add(item, "enclosure", url=medium.url, length=length, type=medium.media_type)
    add_recordings(item, sounds)
    add_images(item, pictures, has_content=feed.has_content)
