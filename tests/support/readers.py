"""Readers: feeds and pages of a site as real parsers understand them."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
from lxml import etree, html

from feedsvc.model.feed import Format
from tests.support.client import ask

_DC = "{http://purl.org/dc/elements/1.1/}"
_ATOM = "{http://www.w3.org/2005/Atom}"
_IMAGE = re.compile(r"<img ([^>]*)>")
_SHOWN = re.compile(r'(?:alt|height|src|title|width)="[^"]*"')


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """What a reader knows of an entry.

    Attributes:
        published: with the zone that the feed says.
        html: less white space around it and hints for loading pictures, which feedparser
            drops.
    """

    id: str
    url: str
    title: str
    published: datetime
    authors: tuple[str, ...]
    publishers: tuple[str, ...]
    html: str


def read_feed(base_url: str, folder: str, format_: Format) -> dict[str, ReadEntry]:
    """The entries of a stream's feed by id, once its parser has nothing to complain of."""
    answer = ask(base_url, folder + format_)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == format_.media_type
    entries = _READERS[format_](answer.body)
    assert len({entry.id for entry in entries}) == len(entries)
    return {entry.id: entry for entry in entries}


def read_page(base_url: str, target: str) -> html.HtmlElement:
    """A page as a browser would understand it, whatever its status."""
    return html.document_fromstring(ask(base_url, target).text)


def texts(page: html.HtmlElement, expression: str) -> list[str]:
    """What an XPath finds: attributes, or the text of elements on one line."""
    found: Any = page.xpath(expression)
    return [
        item if isinstance(item, str) else " ".join(item.text_content().split())
        for item in found
    ]


def _atom(body: bytes) -> list[ReadEntry]:
    return [
        ReadEntry(
            id=entry.id,
            url=entry.link,
            title=entry.title,
            published=datetime.fromisoformat(entry.published),
            authors=tuple(author.name for author in entry.authors),
            publishers=_names(element, f"{_DC}source"),
            html=_plain(entry.content[0].value),
        )
        for entry, element in _parsed(body, f"{_ATOM}entry")
    ]


def _rss(body: bytes) -> list[ReadEntry]:
    return [
        ReadEntry(
            id=entry.id,
            url=entry.link,
            title=entry.title,
            published=parsedate_to_datetime(entry.published),
            authors=_names(element, f"{_DC}creator"),
            publishers=_names(element, f"{_DC}source") or _names(element, "source"),
            html=_plain(entry.content[0].value),
        )
        for entry, element in _parsed(body, "item")
    ]


def _json(body: bytes) -> list[ReadEntry]:
    return [
        ReadEntry(
            id=item["id"],
            url=item["url"],
            title=item["title"],
            published=datetime.fromisoformat(item["date_published"]),
            authors=tuple(author["name"] for author in item["authors"]),
            publishers=tuple(
                party["name"]
                for party in item.get("_feedsvc", {})
                .get("credits", {})
                .get("publisher", [])
                # What is inferred is marked; Atom and RSS have no mark, and leave it out.
                if party.get("evidence") != "category"
            ),
            html=_plain(item["content_html"]),
        )
        for item in json.loads(body)["items"]
    ]


_READERS: dict[Format, Callable[[bytes], list[ReadEntry]]] = {
    Format.ATOM: _atom,
    Format.RSS: _rss,
    Format.JSON: _json,
}


def _parsed(body: bytes, tag: str) -> list[tuple[Any, Any]]:
    """Each entry as feedparser has it, with its element: it keeps one of each credit."""
    parsed = feedparser.parse(body)
    assert not parsed.bozo, parsed.bozo_exception
    return list(zip(parsed.entries, etree.fromstring(body).iter(tag), strict=True))


def _names(element: Any, tag: str) -> tuple[str, ...]:
    """Each name of a credit; several may share an element that can stand but once."""
    texts = (found.text for found in element.iter(tag))
    return tuple(name for text in texts for name in text.split("、"))


def _plain(body: str) -> str:
    """A body without what feedparser drops, and with attributes in its order."""

    def image(tag: re.Match[str]) -> str:
        return f"<img {' '.join(sorted(_SHOWN.findall(tag[1])))}>"

    return _IMAGE.sub(image, body).strip()
