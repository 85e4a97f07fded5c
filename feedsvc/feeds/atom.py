"""Atom 1.0 (RFC 4287), with archives (RFC 5005) and tombstones (RFC 6721).

An entry's `atom:source` is the feed of the outlet that it is credited to. All
publishers' names are also in `dc:source`, which comes first: validators take one after
`atom:source` for a repetition.
"""

from collections.abc import Iterable

from lxml import etree

from feedsvc.feeds import credit
from feedsvc.feeds.border import whole_seconds
from feedsvc.feeds.elements import (
    DUBLIN_CORE,
    PREFIXES,
    XML_LANGUAGE,
    add,
    add_images,
    add_recordings,
    fragment,
)
from feedsvc.feeds.enclosures import images, recordings
from feedsvc.feeds.feedgen_adapter import RepairedFeed
from feedsvc.feeds.links import feed_links, history_marks
from feedsvc.model.attribution import Party
from feedsvc.model.feed import Entry, EntrySource, Feed, Format, Tombstone
from feedsvc.model.image import Image
from feedsvc.model.recording import Recording

TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"


def document(feed: Feed, entries: Iterable[bytes]) -> bytes:
    """The Atom document of a legal feed, around its written entries."""
    # Declared only where there are tombstones: validators warn of unknown namespaces.
    prefixes = {"at": TOMBSTONES} if feed.tombstones else {}
    head = RepairedFeed(feed, PREFIXES | prefixes)
    head.id(feed.id)
    head.updated(whole_seconds(feed.updated))
    head.link(feed_links(feed, Format.ATOM))
    head.subtitle(feed.subtitle)
    head.icon(feed.icon_url)
    if feed.author.strip():
        head.author({"name": feed.author})
    # RFC 6721 leaves the order open. In RFC 4287's grammar extensions precede entries,
    # so a reader that parses the document as a stream removes entries before it adds
    # any.
    elements = [*history_marks(feed.paging), *map(_tombstone, feed.tombstones)]
    return head.atom_document(elements, entries)


def _tombstone(tombstone: Tombstone) -> etree._Element:
    when = whole_seconds(tombstone.when).isoformat()
    return etree.Element(f"{TOMBSTONES}deleted-entry", ref=tombstone.ref, when=when)


def entry(feed: Feed, entry: Entry) -> bytes:
    """One entry of a legal feed."""
    element = etree.Element("entry")
    if entry.language and entry.language != feed.language:
        element.set(XML_LANGUAGE, entry.language)
    pictures, sounds = images(entry), recordings(entry)
    updated = whole_seconds(entry.updated).isoformat()
    add(element, "id", entry.id)
    add(element, "title", entry.title)
    _add_links(element, entry, (*sounds, *pictures))
    add(element, "published", whole_seconds(entry.published).isoformat())
    add(element, "updated", updated)
    _add_persons(element, "author", credit.authors(entry, feed.author))
    _add_persons(element, "contributor", credit.contributors(entry))
    if outlets := credit.outlets(entry, feed.language):
        add(element, f"{DUBLIN_CORE}source", outlets)
    if entry.source:
        _add_source(element, entry.source, updated)
    for name, title in {term.name: term.title for term in entry.terms}.items():
        add(element, "category", term=name, label=title or name)
    _add_texts(element, feed, entry)
    add_recordings(element, sounds)
    add_images(element, pictures, has_content=feed.has_content)
    return fragment(element)


def _add_links(
    element: etree._Element, entry: Entry, media: tuple[Image | Recording, ...]
) -> None:
    add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.original_url:
        add(element, "link", rel="via", href=entry.original_url)
    for medium in media:
        given = {"type": medium.media_type, "href": medium.url}
        if medium.length is not None:
            given["length"] = str(medium.length)
        add(element, "link", rel="enclosure", **given)


def _add_persons(element: etree._Element, tag: str, parties: tuple[Party, ...]) -> None:
    for party in parties:
        person = add(element, tag)
        add(person, "name", party.name)
        if party.url:
            add(person, "uri", party.url)


def _add_source(element: etree._Element, source: EntrySource, updated: str) -> None:
    """Add the outlet, with the entry's date: other articles must not move its bytes."""
    child = add(element, "source")
    add(child, "id", source.id)
    add(child, "title", source.title)
    add(child, "updated", updated)
    add(child, "link", rel="alternate", type="text/html", href=source.url)


def _add_texts(element: etree._Element, feed: Feed, entry: Entry) -> None:
    """Add summary and content; without content, RFC 4287 §4.1.2 requires a summary."""
    summary = entry.summary if feed.has_content else entry.summary or entry.title
    if summary:
        add(element, "summary", summary, type="text")
    if feed.has_content:
        add(element, "content", credit.content(entry, feed.language), type="html")
