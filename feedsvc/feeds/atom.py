"""Atom 1.0 (RFC 4287).

Entries carry no `atom:source`: that is for entries copied from another Atom feed, whose
id and date it must give. The outlet's name stands in `dc:source`.
"""

from functools import partial

from lxml import etree

from feedsvc.feeds import credit
from feedsvc.feeds.border import whole_seconds, write_each
from feedsvc.feeds.feedgen_adapter import (
    DUBLIN_CORE,
    RepairedFeed,
    add,
    feed_links,
)
from feedsvc.model.attribution import Party
from feedsvc.model.feed import Entry, Feed, Format


def render(feed: Feed) -> bytes:
    """The Atom document of a legal feed."""
    document = RepairedFeed(feed)
    document.id(feed.id)
    document.updated(whole_seconds(feed.updated))
    document.link(feed_links(feed, Format.ATOM))
    document.subtitle(feed.subtitle)
    document.icon(feed.icon_url)
    if feed.author.strip():
        document.author({"name": feed.author})
    return document.atom_document(write_each(feed, partial(_entry, feed)))


def _entry(feed: Feed, entry: Entry) -> etree._Element:
    element = etree.Element("entry")
    add(element, "id", entry.id)
    add(element, "title", entry.title)
    add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.origin_url:
        add(element, "link", rel="via", href=entry.origin_url)
    add(element, "published", whole_seconds(entry.published).isoformat())
    add(element, "updated", whole_seconds(entry.updated).isoformat())
    _add_persons(element, "author", credit.authors(entry, feed.author))
    _add_persons(element, "contributor", credit.contributors(entry))
    for publisher in credit.publishers(entry):
        add(element, f"{DUBLIN_CORE}source", publisher.name)
    for name, title in {term.name: term.title for term in entry.terms}.items():
        add(element, "category", term=name, label=title or name)
    if entry.summary:
        add(element, "summary", entry.summary, type="text")
    add(element, "content", credit.content(entry, feed.language), type="html")
    return element


def _add_persons(element: etree._Element, tag: str, parties: tuple[Party, ...]) -> None:
    for party in parties:
        person = add(element, tag)
        add(person, "name", party.name)
        if party.url:
            add(person, "uri", party.url)
