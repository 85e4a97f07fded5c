"""Syndication over a newsroom's store, and its documents as readers parse them."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import feedparser
from lxml import etree

from feedsvc.edge.feed_urls import find_document
from feedsvc.model.document import Document, Script, normalised
from feedsvc.model.feed import Format
from feedsvc.model.links import Links
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.services.syndication.editions import Syndication
from feedsvc.services.syndication.publication import Publication
from tests.support.newsroom import Newsroom

PUBLICATION = Publication(
    Links("https://news.test", "https://old.test", "江港新闻"),
    "江港新闻", "", "zh-CN", ZoneInfo("Asia/Shanghai"), 300,
)  # fmt: skip
CATEGORY = StreamRef(StreamKind.CATEGORY, "jianggang")
OTHER = StreamRef(StreamKind.CATEGORY, "haifeng")
KINDS = {
    "current": Document((CATEGORY,), Format.ATOM),
    "site": Document((SITE,), Format.ATOM),
    "page": Document((CATEGORY,), Format.ATOM, 1),
    "selection": Document(normalised((CATEGORY, OTHER)), Format.ATOM),
    "summary": Document((CATEGORY,), Format.ATOM, is_summary=True),
    "traditional": Document((CATEGORY,), Format.ATOM, script=Script.TRADITIONAL),
}

_ATOM = "{http://www.w3.org/2005/Atom}"
_AT = "{http://purl.org/atompub/tombstones/1.0}"
_FH = "{http://purl.org/syndication/history/1.0}"


def press(newsroom: Newsroom, publication: Publication = PUBLICATION) -> Syndication:
    """A new process's syndication, with nothing kept yet."""
    return Syndication(newsroom.database, publication, lambda: newsroom.now, 10_000_000)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as a reader has it, once its parser had nothing to complain of.

    Attributes:
        titles: of the entries by id, in order.
        gone: ids of tombstones, in order.
        links: the document's own by relation, of JSON Feed the license and its `next_url`,
            which is `prev-archive`.
        marks: RFC 5005's `archive` and `complete`.
    """

    titles: dict[str, str]
    gone: tuple[str, ...]
    links: dict[str, str]
    marks: frozenset[str]


def parsed(body: bytes, format_: Format) -> Parsed:
    """What a reader makes of a document."""
    if format_ is Format.JSON:
        feed = json.loads(body)
        titles = {item["id"]: item["title"] for item in feed["items"]}
        assert len(titles) == len(feed["items"])
        links = {"license": feed["_feedsvc"]["license"]}
        if "next_url" in feed:
            links["prev-archive"] = feed["next_url"]
        return Parsed(titles, (), links, frozenset())
    read = feedparser.parse(body)
    assert not read.bozo, read.bozo_exception
    titles = {entry.id: entry.title for entry in read.entries}
    assert len(titles) == len(read.entries)
    top: Any = etree.fromstring(body)
    if format_ is Format.RSS:
        top = top[0]
    return Parsed(
        titles,
        tuple(gone.get("ref") for gone in top.iterfind(f"{_AT}deleted-entry")),
        {link.get("rel"): link.get("href") for link in top.iterfind(f"{_ATOM}link")},
        frozenset(mark.tag.removeprefix(_FH) for mark in top.iterfind(f"{_FH}*")),
    )


def document_at(url: str) -> Document:
    """The document that a link leads to."""
    parts = urlsplit(url)
    document = find_document(parts.path, parts.query)
    assert document is not None, url
    return document


def read(syndication: Syndication, document: Document) -> Parsed:
    """A document's current edition, as a reader has it."""
    return parsed(syndication.current(document).edition().body, document.format)
