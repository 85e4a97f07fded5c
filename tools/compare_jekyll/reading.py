"""HTML as people read it: its words, its pictures, its links, and how words are marked.

Knows neither Jekyll nor feedsvc.
"""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

BLOCKS = (
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd",
    "details", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
)  # fmt: skip
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_BREAKS = re.compile(r"[\t\r\n]")  # which browsers take out of an address
_SAME = {
    "b": "strong",
    "i": "em",
    "s": "del",
    "strike": "del",
    "tt": "code",
    "th": "td",
}
_MARKS = frozenset({
    "blockquote", "code", "dd", "del", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6",
    "li", "pre", "strong", "sub", "sup", "td",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """A body as people read it.

    Attributes:
        text: every word, in order; spaces folded.
        pictures: addresses, absolute and decoded, in order.
        links: likewise, but for those that lead within the page.
        marks: each mark with the words under it, and how often there is such a pair.
    """

    text: str
    pictures: tuple[str, ...]
    links: tuple[str, ...]
    marks: Counter[tuple[str, str]]


def tree_of(html: str) -> HtmlElement:
    """The tree of a fragment, as browsers build it, nearly."""
    parser = HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    page = f"<body><div>{_CONTROLS.sub('', html)}</div></body>"
    root: HtmlElement = etree.fromstring(page, parser)
    return root


def read(root: HtmlElement, base_url: str) -> Body:
    """The body that a tree holds.

    Args:
        root: of the tree, which stays as it is.
        base_url: of the page, for addresses without a host.
    """
    spaced = deepcopy(root)
    for block in spaced.iter(*BLOCKS):
        block.text = f"\n{block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
        if len(block):
            block[-1].tail = f"{block[-1].tail or ''}\n"
    return Body(
        text=_folded(spaced),
        pictures=tuple(_addresses(root, "img", "src", base_url)),
        links=tuple(_addresses(root, "a", "href", base_url)),
        marks=Counter(_marks(spaced)),
    )


def _marks(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        kind = _SAME.get(element.tag, element.tag)
        if kind in _MARKS and (words := _folded(element)):
            yield kind, words


def _folded(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _addresses(
    root: HtmlElement, tag: str, attribute: str, base_url: str
) -> Iterator[str]:
    for element in root.iter(tag):
        given = element.get(attribute, "").strip()
        if given and not given.startswith("#"):
            yield absolute(given, base_url)


def absolute(given: str, base_url: str) -> str:
    """An address, absolute and decoded, so that two ways to write it are one."""
    try:
        return unquote(urljoin(base_url, _BREAKS.sub("", given)))
    except ValueError:
        return given
