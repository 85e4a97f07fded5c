"""Open elements: HTML that is never closed, in which Jekyll reads no Markdown."""

import re
from collections import Counter

from lxml import etree
from lxml.html import HtmlElement

from feedsvc.content.markdown.reading import to_html
from tools.compare_jekyll.levels import Pair
from tools.compare_jekyll.reading import tree_of

_NEED_NO_END = frozenset({
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "br", "img", "hr", "wbr",
    "input", "col", "source", "embed",
})  # fmt: skip
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)(?=[\s>])")


def close_open_elements(pair: Pair) -> None:
    """Level: what stands in elements that are never closed, which Jekyll leaves unread."""
    tags = Counter(tag.lower() for tag in _TAG.findall(pair.ours.written))
    for element in list(pair.their_root.find(".//div").iterdescendants()):
        name = str(element.tag)
        if name in _NEED_NO_END:
            continue
        if tags[name] > tags[f"/{name}"] and element.getparent() is not None:
            inner = [element.text or "", *map(_markup, element)]
            read = tree_of(to_html("".join(inner)))
            element.tail = f"\n{element.tail or ''}"
            element.addprevious(read.find(".//div"))
            element.drop_tree()


def _markup(element: HtmlElement) -> str:
    return etree.tostring(element, method="html", encoding="unicode")
