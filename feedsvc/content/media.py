"""Media: pictures that are loaded late are pictures, and players become links.

Works on trees before cleaning; the cleaner still checks every address.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urljoin

from lxml import etree
from lxml.html import HtmlElement

from feedsvc.model.medium import Attachment, Use, digest_of, suits

_WEB = re.compile(r"https?://[^/\s?#]\S*", re.IGNORECASE)
_LATE = (
    "data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-original-src",
    "data-lazy", "data-echo", "data-url",
)  # fmt: skip
_LATE_SETS = ("data-srcset", "srcset")
# Reserved and unreserved characters of RFC 3986 §2, and escapes that are there already.
_URI = "%:/?#[]@!$&'()*+,;=~"
_TINY = re.compile(r"\s*[0-2](?:\.\d+)?\s*(?:px)?\s*", re.ASCII)
_STYLED = {
    side: re.compile(rf"(?:^|;)\s*{side}\s*:\s*([^;]*)", re.IGNORECASE)
    for side in ("width", "height")
}
PLAYERS = ("video", "audio", "iframe", "embed", "object")


class Finder(Protocol):
    """Any place that knows which addresses mean files that come in with an article."""

    def find(self, written: str, use: Use) -> str | None:
        """Path on this site of the file that an address means; None if it is none."""


class Files(Finder, Protocol):
    """Files that a source brings with an article, found while its body is cleaned."""

    @property
    def found(self) -> Mapping[str, str]:
        """Paths on this site, by the address as written."""

    @property
    def files(self) -> tuple[Attachment, ...]:
        """Every file that was looked for, those that are not there among them."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each reason why files do not come in."""


@dataclass(frozen=True, slots=True)
class Known:
    """Files that came in when the article did, or none."""

    found: Mapping[str, str]
    files: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()

    def find(self, written: str, use: Use) -> str | None:
        """Path on this site of the file that an address means; None if it is none."""
        path = self.found.get(written)
        return path if path and suits(path, use) else None


NO_FILES = Known({})


@dataclass(frozen=True, slots=True)
class Addresses:
    """Resolution of the addresses in a body.

    Attributes:
        base_url: what an address without a host lies under; empty if nothing is known.
        files: come in with the article, and have paths on this site.
    """

    base_url: str = ""
    files: Finder = NO_FILES

    def of(self, written: str, use: Use = Use.LINKED) -> str | None:
        """The path of a file of this site, or an absolute http(s) address, or None."""
        own = self.files.find(written, use) if written.strip() else None
        return own or web_address(written, self.base_url)


NOWHERE = Addresses()


def web_address(given: str, base_url: str = "") -> str | None:
    """An absolute http(s) address, as a URI that feeds and pages write alike, or None.

    Args:
        given: as written; it may lack its scheme, or its host too.
        base_url: of the page, for an address without a host; empty if nothing is known.
    """
    url = given.strip()
    if url.startswith("//"):
        url = f"https:{url}"
    elif base_url and url and not _has_scheme(url):
        url = _joined(base_url, url)
    return quote(url, safe=_URI) if _WEB.fullmatch(url) else None


def _has_scheme(url: str) -> bool:
    return re.match(r"[a-z][a-z0-9+.-]*:", url, re.IGNORECASE) is not None


def _joined(base_url: str, path: str) -> str:
    try:
        return urljoin(base_url, path)
    except ValueError:
        return ""


def picture_address(image: HtmlElement, addresses: Addresses = NOWHERE) -> str | None:
    """The address of the picture that readers see, or None if there is none."""
    tried = (addresses.of(one, Use.SHOWN) for one in _written(image))
    return next(filter(None, tried), None)


def _written(image: HtmlElement) -> Iterator[str]:
    yield from (image.get(name, "") for name in _LATE)
    for name in _LATE_SETS[:1]:
        yield image.get(name, "").partition(",")[0].split(" ")[0]
    yield image.get("src", "")
    yield image.get(_LATE_SETS[1], "").strip().partition(" ")[0].rstrip(",")


def is_pixel(image: HtmlElement) -> bool:
    """True if a picture only counts its readers."""
    return all(
        _TINY.fullmatch(image.get(side) or _style(image, side))
        for side in ("width", "height")
    )


def _style(image: HtmlElement, side: str) -> str:
    match = _STYLED[side].search(image.get("style", ""))
    return match[1] if match else ""


def link_player(player: HtmlElement, addresses: Addresses = NOWHERE) -> None:
    """Put a link in a player's place, or nothing if it plays nothing."""
    url = next(filter(None, map(addresses.of, _played(player))), None)
    parent = player.getparent()
    if parent is None:
        return
    if url is None:
        player.drop_tree()
        return
    link = etree.SubElement(parent, "a", href=url)
    name = url.rpartition("/")[2] if digest_of(url) else url
    link.text = player.get("title", "").strip() or name
    link.tail, player.tail = player.tail, None
    parent.replace(player, link)


def _played(player: HtmlElement) -> Iterator[str]:
    for name in ("src", "data-src", "data"):
        yield player.get(name, "")
    yield from (source.get("src", "") for source in player.iter("source", "embed"))
