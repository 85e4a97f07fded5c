"""Pollers: clients of feeds, each of which trusts the server in its own way.

They know RFC 9110, 3229, 5005 and 6721, and nothing of how feedsvc keeps them.
"""

import gzip
import json
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from feedsvc.edge.feed_urls import find_document
from feedsvc.model.feed import Format

Ask = Callable[[str, Mapping[str, str]], "Heard"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_AT = "{http://purl.org/atompub/tombstones/1.0}"
_FH = "{http://purl.org/syndication/history/1.0}"


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer; header names as RFC 9110 spells them."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """A document taken apart.

    Attributes:
        entries: the canonical bytes of each by its id.
        gone: ids of tombstones.
        links: of the document itself, by relation; several may have one.
        is_complete: it says that it is all there is (RFC 5005 §2).
    """

    entries: dict[str, bytes]
    gone: frozenset[str]
    links: frozenset[tuple[str, str]]
    is_complete: bool = False

    def link(self, relation: str) -> str | None:
        """Address in the only link of a relation."""
        return dict(self.links).get(relation)


def plain(heard: Heard) -> bytes:
    """The body, whatever it was packed in."""
    is_packed = heard.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(heard.body) if is_packed else heard.body


def told(heard: Heard) -> Told:
    """A document's entries, tombstones and links."""
    body = plain(heard)
    if "json" in heard.headers["Content-Type"]:
        return _told_by_json(json.loads(body))
    root: Any = etree.fromstring(body)
    is_atom = root.tag == f"{_ATOM}feed"
    top, entry, id_ = (
        (root, f"{_ATOM}entry", f"{_ATOM}id") if is_atom else (root[0], "item", "guid")
    )
    entries = {
        item.findtext(id_): etree.tostring(item, method="c14n", exclusive=True)
        for item in top.iterfind(entry)
    }
    links = (
        (link.get("rel"), link.get("href")) for link in top.iterfind(f"{_ATOM}link")
    )
    gone = (item.get("ref") for item in top.iterfind(f"{_AT}deleted-entry"))
    is_complete = top.find(f"{_FH}complete") is not None
    return Told(entries, frozenset(gone), frozenset(links), is_complete)


def _told_by_json(feed: Any) -> Told:
    entries = {
        item["id"]: json.dumps(item, sort_keys=True).encode() for item in feed["items"]
    }
    links = {("self", feed["feed_url"]), ("alternate", feed["home_page_url"])}
    if "next_url" in feed:
        links.add(("prev-archive", feed["next_url"]))
    return Told(entries, frozenset(), frozenset(links))


@dataclass(frozen=True, slots=True)
class Had:
    """An edition as a reader has it.

    Attributes:
        entries: of the edition, and of those that it was made from by deltas.
        at_whole: what the feed had when the last whole document came.
    """

    entries: dict[str, bytes]
    at_whole: frozenset[str]


@dataclass(slots=True)
class DeltaReader:
    """Takes deltas, and merges them into what it has.

    Attributes:
        keeps: how many editions it can go on from.
        had: what it has, latest last, by its tag.
    """

    keeps: int = 1
    accepts: str = "identity"
    had: dict[str, Had] = field(default_factory=dict)
    links: frozenset[tuple[str, str]] = frozenset()

    def poll(self, ask: Ask, path: str, shown: Set[str]) -> int:
        """Ask once; returns the status.

        Args:
            shown: what the feed and its archive have now.
        """
        headers = {"A-IM": "feed", "Accept-Encoding": self.accepts}
        if self.had:
            headers["If-None-Match"] = ", ".join(self.had)
        heard = ask(path, headers)
        tag = heard.headers["ETag"]
        if heard.status == 304:
            self.had[tag] = self.had.pop(tag)
            return heard.status
        document = told(heard)
        has = Had(document.entries, frozenset(shown))
        if heard.status == 226:
            assert not document.is_complete, "a part says that it is the whole"
            base = self.had[heard.headers["Delta-Base"]]
            merged = (base.entries | document.entries).items()
            kept = {id_: entry for id_, entry in merged if id_ not in document.gone}
            has = Had(kept, base.at_whole)
        self.links = document.links
        self.had.pop(tag, None)
        self.had[tag] = has
        while len(self.had) > self.keeps:
            del self.had[next(iter(self.had))]
        return heard.status

    @property
    def has(self) -> Had:
        """State that the client's last document left it in."""
        return next(reversed(self.had.values()))


@dataclass(slots=True)
class DatedReader:
    """Knows the date of what it has, and no tag."""

    date: str = ""
    body: bytes = b""

    def poll(self, ask: Ask, path: str) -> None:
        """Ask once."""
        heard = ask(path, {"If-Modified-Since": self.date} if self.date else {})
        if heard.status != 304:
            self.date = heard.headers.get("Last-Modified", "")
            self.body = heard.body


@dataclass(slots=True)
class Walker:
    """Reads the whole archive (RFC 5005 §4), and keeps its pages for good.

    Attributes:
        pages: ids of each page's entries by its number.
    """

    is_forward: bool
    pages: dict[int, set[str]] = field(default_factory=dict)
    current: set[str] = field(default_factory=set)

    def walk(self, ask: Ask, path: str) -> None:
        """Take what is new, and the current document."""
        document = told(ask(path, {}))
        self.current = set(document.entries)
        newest = document.link("prev-archive")
        if newest is None:
            return
        if self.is_forward:
            self._forward(ask, newest)
        else:
            self._back(ask, newest)

    def _back(self, ask: Ask, newest: str) -> None:
        """Walk back to the first document that the client has."""
        url: str | None = newest
        while url is not None and _number(url) not in self.pages:
            url = self._take(ask, url).link("prev-archive")

    def _forward(self, ask: Ask, newest: str) -> None:
        """Walk on from the last document, as far as links lead."""
        last = max(self.pages, default=1)
        url: str | None = newest.replace(
            f"/pages/{_number(newest)}/", f"/pages/{last}/"
        )
        while url is not None:
            url = self._take(ask, url).link("next-archive")

    def _take(self, ask: Ask, url: str) -> Told:
        page = told(ask(url, {}))
        self.pages.setdefault(_number(url), set(page.entries))
        return page


def _number(url: str) -> int:
    path, _, query = url.partition("?")
    document = find_document("/" + path.split("/", 3)[3], query)
    assert document is not None, url
    assert document.page is not None, url
    assert document.format in Format
    return document.page
