"""Media: pictures that are loaded late are pictures, and players become links.

Works on trees before cleaning; the cleaner still checks every address.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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
# One picture of a `srcset`, and its width if it says one.
_CANDIDATE = re.compile(
    r"(?P<address>[^\s,](?:\S*[^\s,])?)(?:\s+(?P<width>\d{1,6})w)?[^,]*"
)
_Sizes = tuple[tuple[str, int], ...]
# Reserved and unreserved characters of RFC 3986 §2, and escapes that are there already.
_URI = "%:/?#[]@!$&'()*+,;=~"
_BREAKS = re.compile(r"[\t\n\r]")
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
        plain = without_breaks(written)
        own = self.files.find(plain, use) if plain else None
        return own or web_address(plain, self.base_url)


NOWHERE = Addresses()


def without_breaks(written: str) -> str:
    """An address without what browsers take out of it: breaks, tabs, spaces around it."""
    return _BREAKS.sub("", written.strip())


def web_address(given: str, base_url: str = "") -> str | None:
    """An absolute http(s) address, as a URI that feeds and pages write alike, or None.

    Args:
        given: as written; it may lack its scheme, or its host too.
        base_url: of the page, for an address without a host; empty if nothing is known.
    """
    url = without_breaks(given)
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
    """The address of the picture that readers see, or None if there is none.

    Every size of it is looked for, so that all of them come in.
    """
    sets = [*_sets(image)]
    for one in sets:
        for address, _width in one:
            addresses.of(address, Use.SHOWN)
    tried = (addresses.of(one, Use.SHOWN) for one in _written(image, sets))
    return next(filter(None, tried), None)


def _written(image: HtmlElement, sets: Sequence[_Sizes]) -> Iterator[str]:
    """Addresses of a picture as written, the likeliest first."""
    late, own, *further = sets
    yield from (image.get(name, "") for name in _LATE)
    yield from _widest_first(late)
    yield image.get("src", "")
    for one in (own, *further):
        yield from _widest_first(one)


def _sets(image: HtmlElement) -> Iterator[_Sizes]:
    """Sizes that a picture comes in: loaded late, its own, and those of its `picture`."""
    yield _sizes(image.get("data-srcset", ""))
    yield _sizes(image.get("srcset", ""))
    parent = image.getparent()
    while parent is not None and parent.tag == "source":  # which libxml2 nests
        parent = parent.getparent()
    if parent is not None and parent.tag == "picture":
        for source in parent.iter("source"):
            yield _sizes(source.get("srcset") or source.get("data-srcset", ""))


def _sizes(written: str) -> _Sizes:
    return tuple(
        (match["address"], int(match["width"] or 0))
        for match in _CANDIDATE.finditer(written)
    )


def _widest_first(sizes: _Sizes) -> list[str]:
    return [address for address, _ in sorted(sizes, key=lambda one: -one[1])]


def is_pixel(image: HtmlElement) -> bool:
    """True if a picture only counts its readers."""
    return all(
        _TINY.fullmatch(image.get(side) or _style(image, side))
        for side in ("width", "height")
    )


def _style(image: HtmlElement, side: str) -> str:
    match = _STYLED[side].search(image.get("style", ""))
    return match[1] if match else ""


def link_player(
    player: HtmlElement, addresses: Addresses = NOWHERE
) -> HtmlElement | None:
    """Put a link in a player's place, or nothing if it plays nothing.

    Returns:
        The picture in the link that a film shows before it is played, if it has one.
    """
    url = next(filter(None, map(addresses.of, _played(player))), None)
    parent = player.getparent()
    if parent is None:
        return None
    if url is None:
        player.drop_tree()
        return None
    link = etree.SubElement(parent, "a", href=url)
    name = url.rpartition("/")[2] if digest_of(url) else url
    link.tail, player.tail = player.tail, None
    parent.replace(player, link)
    text = player.get("title", "").strip() or name
    if not player.get("poster", "").strip():
        link.text = text
        return None
    poster: HtmlElement = etree.SubElement(link, "img", src=player.get("poster", ""))
    poster.tail = f" {text}"
    return poster


def _played(player: HtmlElement) -> Iterator[str]:
    for name in ("src", "data-src", "data"):
        yield player.get(name, "")
    yield from (source.get("src", "") for source in player.iter("source", "embed"))
