"""Levels: both trees of a post made alike in one thing that is meant to differ."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from tools.compare_jekyll.reading import BLOCKS, absolute
from tools.compare_jekyll.shown import Shown

_SCRIPTS = (
    "script", "style", "noscript", "template", "textarea", "select", "svg", "math",
    "button", "input", "canvas", "title", "link", "meta",
)  # fmt: skip
_PLAYERS = ("video", "audio", "iframe", "embed", "object")
_HIDDEN = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)
_LATE = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-url")
_MATH = re.compile(r"\s*(?:\\[\[(]|\\[\])]|\$\$)\s*")
_QUOTES = re.compile("[\"'\u2018-\u201f]")
_STARS = re.compile(r"[*_~\\]+")
_STRAY = re.compile(r"</?[a-z][a-z0-9]*>?", re.IGNORECASE)
_BOXES = re.compile("[☐☑] ?")
_HASHES = re.compile(r"\s*#{1,6}\s*")
_WORD = re.compile(r"\w+")
_MAX_LINE = 200  # characters; a longer line is no credit
_FOOTER_BLOCKS = 6
_LINES = ("p", "div", "center", "figcaption", "tr", "span", "em", "strong")
_DASHES = re.compile(r"\n\s*[-—–=]+\s*\Z")  # noqa: RUF001 - as kramdown writes them
_HEADING = re.compile(r"\s*(#{1,6})\s+(?=\S)")
_WEB = re.compile(r"https?://[^/\s?#]|mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """One post twice, with the trees of both bodies.

    Attributes:
        base_url: of the page that shows it.
    """

    theirs: Shown
    ours: Shown
    their_root: HtmlElement
    our_root: HtmlElement
    base_url: str

    @property
    def roots(self) -> tuple[HtmlElement, HtmlElement]:
        """Both trees."""
        return self.their_root, self.our_root


def drop_line_numbers(pair: Pair) -> None:
    """Level: numbers of lines of code, and the table that sets them."""
    for table in list(pair.their_root.iter("table")):
        if "rouge-table" in table.get("class", "").split():
            for element in list(table.iter("tbody", "tr", "td", "pre")):
                element.tag = "div"
    _drop(
        element
        for element in pair.their_root.iter("div", "span", "td", "pre")
        if {"gutter", "rouge-gutter", "lineno", "lineno-rouge"}
        & set(element.get("class", "").split())
    )


def drop_backlinks(pair: Pair) -> None:
    """Level: links from notes back to the text."""
    _drop(
        link
        for link in pair.their_root.iter("a")
        if "reversefootnote" in link.get("class", "")
    )


def drop_scripts(pair: Pair) -> None:
    """Level: elements that do nothing in a feed."""
    _drop(pair.their_root.iter(*_SCRIPTS))


def drop_hidden(pair: Pair) -> None:
    """Level: elements hidden by their style."""
    _drop(
        element
        for element in pair.their_root.iter()
        if _HIDDEN.search(element.get("style", ""))
    )


def drop_players(pair: Pair) -> None:
    """Players on one side, and the links that stand for them on the other."""
    players = list(pair.their_root.iter(*_PLAYERS))
    played = {
        absolute(one.get(name, ""), pair.base_url)
        for player in players
        for one in (player, *player.iter("source", "embed"))
        for name in ("src", "data-src", "data")
    }
    _drop(players)
    _drop(
        link
        for link in pair.our_root.iter("a")
        if absolute(link.get("href", ""), pair.base_url) in played
    )


def drop_pixels(pair: Pair) -> None:
    """Level: pictures of one pixel."""
    _drop(
        image
        for image in pair.their_root.iter("img")
        if {image.get("width"), image.get("height")} <= {"0", "1", "1px", "0px"}
    )


def load_late_pictures(pair: Pair) -> None:
    """Level: pictures that a script would load."""
    for image in pair.their_root.iter("img"):
        late = [image.get(name) for name in _LATE if image.get(name)]
        if late:
            image.set("src", late[0])


def drop_lead_picture(pair: Pair) -> None:
    """The picture of front matter, where ours shows it first."""
    picture = absolute(pair.ours.picture, pair.base_url)
    first = next(pair.our_root.iter("img"), None)
    if first is not None and absolute(first.get("src", ""), "") == picture:
        _drop([first])


def unlink_other_schemes(pair: Pair) -> None:
    """Links and pictures that are no addresses on the web."""
    for link in list(pair.their_root.iter("a")):
        if not _WEB.match(absolute(link.get("href", ""), pair.base_url)):
            link.drop_tag()
    _drop(
        image
        for image in pair.their_root.iter("img")
        if not _WEB.match(absolute(image.get("src", ""), pair.base_url))
    )


def write_math_alike(pair: Pair) -> None:
    """Level: marks around mathematics, but for code."""
    for root in pair.roots:
        _rewrite(root, lambda text: _MATH.sub("$$", text), but=_code(root))


def write_quotes_alike(pair: Pair) -> None:
    """Level: quotation marks of any form."""
    for root in pair.roots:
        _rewrite(root, lambda text: _QUOTES.sub('"', text.replace("»", ">>")))


def drop_credit_lines(pair: Pair) -> None:
    """Lines that credits were read from, on either side."""
    credited = {_credit(one) for one in pair.ours.credited}
    for root in pair.roots:
        for element in reversed(list(root.iter(*_LINES))):
            line = _credit(" ".join(element.itertext()))
            if len(line) < _MAX_LINE and any(one in line for one in credited):
                _drop([element])


def _credit(text: str) -> str:
    """A line, whichever way quotes and the cells of tables are written."""
    return "".join(_QUOTES.sub('"', text).replace("|", "").split())


def drop_footer(pair: Pair) -> None:
    """Blocks at the end that repeat a footer, word for word."""
    blocks = list(pair.their_root.iter("p", "li"))[-_FOOTER_BLOCKS:]
    for block in reversed(blocks):
        words = _WORD.findall(_words(block))
        if words and all(word in pair.ours.footer for word in words):
            _drop([block])


def drop_charts(pair: Pair) -> None:
    """Level: pictures whose addresses carry a token."""
    _drop(
        image
        for image in pair.their_root.iter("img")
        if "token=" in image.get("src", "")
    )


def drop_boxes(pair: Pair) -> None:
    """Level: boxes of task lists."""
    _rewrite(pair.our_root, lambda text: _BOXES.sub("", text))


def drop_empty_headings(pair: Pair) -> None:
    """Level: headings without words."""
    _drop(
        paragraph
        for paragraph in pair.their_root.iter("p")
        if _HASHES.fullmatch(_words(paragraph))
    )


def drop_missing_files(pair: Pair) -> None:
    """Level: what lies on a site without an address, where the import said it has none."""
    if not pair.ours.are_files_left_out:
        return
    shown = {
        absolute(image.get("src", ""), pair.base_url)
        for image in pair.our_root.iter("img")
    }
    _drop(
        image
        for image in pair.their_root.iter("img")
        if not _WEB.match(image.get("src", ""))
        and absolute(image.get("src", ""), pair.base_url) not in shown
    )
    ours = {link.get("href") for link in pair.our_root.iter("a")}
    for link in list(pair.their_root.iter("a")):
        if not _WEB.match(link.get("href", "")) and link.get("href") not in ours:
            link.drop_tag()


def set_headings(pair: Pair) -> None:
    """Level: headings with a space before their marks."""
    for paragraph in pair.their_root.iter("p"):
        if match := _HEADING.match(paragraph.text or ""):
            paragraph.tag = f"h{len(match[1])}"
            paragraph.text = (paragraph.text or "")[match.end() :]


def drop_dashes(pair: Pair) -> None:
    """Level: a line of dashes at the end of a paragraph."""
    for paragraph in pair.their_root.iter("p"):
        if len(paragraph):
            paragraph[-1].tail = _DASHES.sub("", paragraph[-1].tail or "")
        else:
            paragraph.text = _DASHES.sub("", paragraph.text or "")


def drop_what_is_told(pair: Pair) -> None:
    """Level: blocks that Liquid makes, where the import said that it leaves them out."""
    if not pair.ours.is_liquid_left_out:
        return
    kept = _folded(" ".join(pair.our_root.itertext()))
    for block in reversed(
        list(pair.their_root.iter("p", "li", "pre", "h1", "h2", "h3"))
    ):
        if _words(block) and _words(block) not in kept:
            _drop([block])


def drop_stray_tags(pair: Pair) -> None:
    """Tags without their other half, which Jekyll shows as text."""
    for root in pair.roots:
        _rewrite(root, lambda text: _STRAY.sub(_gap, text), but=_code(root))


def _gap(tag: re.Match[str]) -> str:
    """The gap that a tag leaves: that of a block parts the words around it."""
    return " " if tag[0].strip("</>").lower() in BLOCKS else ""


def unmark(pair: Pair) -> None:
    """Take out emphasis, and the marks that one of both took for mere text."""
    for root in pair.roots:
        for element in list(root.iter("em", "strong", "del", "s", "strike", "b", "i")):
            element.drop_tag()
        _rewrite(root, lambda text: _STARS.sub("", text))


def _code(root: HtmlElement) -> set[HtmlElement]:
    return {one for outer in root.iter("pre", "code") for one in outer.iter()}


def _rewrite(
    root: HtmlElement,
    change: Callable[[str], str],
    but: Collection[HtmlElement] = (),
) -> None:
    for element in root.iter():
        if element not in but:
            element.text = element.text and change(element.text)
        if element.getparent() not in but:
            element.tail = element.tail and change(element.tail)


def _drop(elements: "Iterator[HtmlElement] | list[HtmlElement]") -> None:
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()


def _words(element: HtmlElement) -> str:
    return _folded("".join(element.itertext()))


def _folded(text: str) -> str:
    return " ".join(text.split())
