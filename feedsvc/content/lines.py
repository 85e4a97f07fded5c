"""The lines that a reader of an article sees, with what a credit may need to know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from feedsvc.content.html import absolute_url, drop, parse
from feedsvc.model.text import folded

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
    "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table",
    "td", "th", "tr", "ul",
}  # fmt: skip
_BREAKS = {"br", "img"}
_UNSEEN = {"script", "style", "title", "head", "template"}
_DROPPED = {"p", "div", "section", "center", "h4", "h5", "h6", "li", "footer"}
_SHOWN = ".//img"
_MEDIA_CLASS = "em_media"
_STOCK_CLASSES = ("keytip", "infokey", "em_stock")


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line: a block's text, or a part of it between two `<br>`.

    Attributes:
        text: folded, never empty.
        in_quote: it stands in a blockquote: the archive's digests do.
        media: the `em_media` paragraph that it stands in, if any.
        links: text and absolute URL of each anchor that is no stock keyword.
        block: the element that holds it.
        is_caption: it stands in a figure, or directly behind a picture.
    """

    text: str
    in_quote: bool
    media: HtmlElement | None
    links: tuple[tuple[str, str], ...] = ()
    block: HtmlElement | None = None
    is_caption: bool = False


@dataclass(slots=True)
class _Reading:
    pieces: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    quotes: int = 0
    figures: int = 0
    media: HtmlElement | None = None
    blocks: list[HtmlElement] = field(default_factory=list)
    is_behind_picture: bool = False

    def end(self, lines: list[Line]) -> None:
        """End the line that is being read, and adds it unless it shows nothing."""
        if self.pieces and (text := folded("".join(self.pieces))):
            line = Line(
                text,
                self.quotes > 0,
                self.media,
                tuple(self.links),
                self.blocks[-1] if self.blocks else None,
                is_caption=self.figures > 0 or self.is_behind_picture,
            )
            lines.append(line)
            self.is_behind_picture = False
        self.pieces.clear()
        self.links.clear()


def lines_of(text: str) -> list[str]:
    """The text of each line of cleaned HTML."""
    return [line.text for line in read_lines(parse(text))]


def read_lines(root: HtmlElement) -> tuple[Line, ...]:
    """The lines of a tree, in reading order."""
    reading = _Reading()
    lines: list[Line] = []
    for event, element in etree.iterwalk(root, ("start", "end", "comment", "pi")):
        tag = element.tag
        is_block = tag in _BLOCKS
        if event == "start":
            if is_block or tag in _BREAKS:
                reading.end(lines)
                _enter(reading, element)
            if element.text and tag not in _UNSEEN:
                reading.pieces.append(element.text)
            continue
        if is_block:
            reading.end(lines)
            _leave(reading, element)
        elif tag == "a":
            _note_link(reading, element)
        if element.tail:
            reading.pieces.append(element.tail)
    return tuple(lines)


def drop_lines(lines: Sequence[Line], places: Collection[int]) -> None:
    """Take lines out of their tree: each block whose lines are all to go.

    A block that shows anything else, such as a picture, stays whole.
    """
    going: dict[HtmlElement, bool] = {}
    for place, line in enumerate(lines):
        block = line.block if line.media is None else line.media
        if block is not None:
            going[block] = going.get(block, True) and place in places
    for block, is_spent in going.items():
        if is_spent and block.tag in _DROPPED and block.find(_SHOWN) is None:
            drop(block)


def _enter(reading: _Reading, element: HtmlElement) -> None:
    if element.tag in _BLOCKS:
        reading.blocks.append(element)
    elif element.tag == "img":
        reading.is_behind_picture = True
    if element.tag == "figure":
        reading.figures += 1
    elif element.tag == "blockquote":
        reading.quotes += 1
    elif _MEDIA_CLASS in element.get("class", "").split():
        reading.media = element


def _leave(reading: _Reading, element: HtmlElement) -> None:
    reading.blocks.pop()
    if element.tag == "figure":
        reading.figures -= 1
    elif element.tag == "blockquote":
        reading.quotes -= 1
    elif element is reading.media:
        reading.media = None


def _note_link(reading: _Reading, element: HtmlElement) -> None:
    url = absolute_url(element.get("href"))
    if url and not element.get("class", "").startswith(_STOCK_CLASSES):
        reading.links.append((folded("".join(element.itertext())), url))
