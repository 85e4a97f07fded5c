"""HTML: parsed once, rid of clutter, made absolute, and cleaned by nh3 as the last step.

Nothing edits what `serve` returns: an edit after cleaning can undo it (D4). The
only user of nh3 and, within this package, of lxml.
"""

import re
import sys
from functools import cache, partial

import nh3
from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from feedsvc.content.cost import is_cheap_html, plain_text
from feedsvc.content.media import (
    NOWHERE,
    PLAYERS,
    Addresses,
    is_pixel,
    link_player,
    picture_address,
    without_breaks,
)
from feedsvc.model.medium import Use, digest_of
from feedsvc.model.text import xml_legal

_SCHEMES = {"http", "https", "mailto"}
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div",
    "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby",
    "s", "small", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
# No referrer: hosts that refuse hotlinks see none to refuse.
_IMAGE_MANNERS = {"loading": "lazy", "referrerpolicy": "no-referrer"}
_cleaner = partial(
    nh3.Cleaner,
    tags=_TAGS,
    clean_content_tags={
        "script", "style", "title", "iframe", "noscript", "object", "textarea",
        "select", "svg", "math", "template",
    },
    attributes=_ATTRIBUTES,
    # `_IMAGE_MANNERS` are set on the tree, and only let through here: nh3 would add two
    # attributes in an order that differs from process to process, and so would hashes.
    tag_attribute_values={
        "img": {name: {value} for name, value in _IMAGE_MANNERS.items()}
    },
    link_rel="noopener",
    url_schemes=_SCHEMES,
)  # fmt: skip
CLEANER = _cleaner(url_relative="deny")
_LINK = re.compile(r"https?://[^/\s?#]|mailto:[^\s]", re.IGNORECASE)
_OWN_PATH = re.compile(r"/(?![/\\])")
_LEADS_HERE = re.compile(r'="/(?!/)')
_IMAGE = re.compile(r"https?://[^/\s?#]\S*", re.IGNORECASE)
# Links within a page lead nowhere in a feed, and `data:` pictures are none: no loss.
_NO_LOSS = re.compile(r"#|data:|javascript:|about:|\s*\Z", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)
# Tags of a whole document would end ours, and the article with it.
_DOCUMENT = re.compile(
    r"</?(?:html|head|body|frameset|frame|noframes|plaintext)\b[^<>]*>", re.IGNORECASE
)
_NUMBER = re.compile(r"&#(?:x0*([0-9a-f]{1,6})|0*([0-9]{1,7}));?", re.IGNORECASE)
_CARRIAGE_RETURN = 13
_MEANT_AS_WINDOWS = range(0x80, 0xA0)  # as browsers read them (HTML §13.2.5.80)
# Elements that no cleaner knows any more, and what they are today.
_OBSOLETE = {"center": "div", "strike": "s", "tt": "code", "acronym": "abbr"}
_TIDIED = ("p", "div", "span", "pre", "a", "img", *_OBSOLETE, *PLAYERS)
_CHART_START = "<!-- EM_StockImg_Start -->"
_CHART_END = "<!-- EM_StockImg_End -->"


def _is_allowed(_tag: str, name: str, value: str) -> str | None:
    """An attribute as it is, unless it shows what is none of this site's media."""
    if name not in {"src", "href"} or _LINK.match(value) or digest_of(value):
        return value
    return value if name == "href" and _OWN_PATH.match(value) else None


# For bodies that lead to this site itself: slower, for it asks for each attribute.
_OWN_CLEANER = _cleaner(url_relative="pass_through", attribute_filter=_is_allowed)


def clean(html: str) -> str:
    """Cleaned HTML; cleaning it again changes nothing."""
    root = parse(html)
    drop_clutter(root)
    return serve(root)


def parse(html: str) -> HtmlElement:
    """The tree of a fragment; a costly or too deeply nested one becomes plain text."""
    legal = _NUMBER.sub(_legal_reference, xml_legal(html))
    legal = legal.replace("\r\n", "\n").replace("\r", "\n")
    root = _tree(_DOCUMENT.sub("", legal)) if is_cheap_html(legal) else None
    return _tree(plain_text(legal)) if root is None else root


def _tree(html: str) -> HtmlElement | None:
    """The tree, or None if it is deeper than 256: there libxml2 drops the rest."""
    parser = HTMLParser()
    root: HtmlElement = etree.fromstring(f"<body>{html}</body>", parser)
    is_whole = not parser.error_log or not parser.error_log.filter_from_fatals()
    return root if is_whole else None


def _legal_reference(reference: re.Match[str]) -> str:
    """A character reference, unless it spells what `xml_legal` takes out, or a CR.

    Replace it with U+FFFD, not with nothing: the characters around it must not join
    into a reference.
    """
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    if number == _CARRIAGE_RETURN:
        return "\n"  # as it would be read the next time
    if number in _MEANT_AS_WINDOWS:
        return bytes([number]).decode("cp1252", "replace")
    is_legal = number <= sys.maxunicode and xml_legal(chr(number))
    return reference[0] if is_legal else "\ufffd"


def cut_charts(body: str) -> str:
    """`body` without its stock charts: pictures whose URLs carry a token.

    Each end closes the nearest start before it; a start with no end stands.
    """
    kept = []
    position = 0
    while (end := body.find(_CHART_END, position)) >= 0:
        start = body.rfind(_CHART_START, position, end)
        kept.append(body[position : start if start >= 0 else end])
        position = end + len(_CHART_END)
    return "".join(kept) + body[position:] if kept else body


def drop_clutter(root: HtmlElement, addresses: Addresses = NOWHERE) -> tuple[str, ...]:
    """Drop what is hidden or shows nothing, and say where links and images are.

    Empty quote spans need no rule: `span` is not an allowed tag.

    Args:
        root: of a tree.
        addresses: what those of links and images lead to.

    Returns:
        Addresses of links and images that had to be left out.
    """
    lost: list[str] = []
    for element in list(root.iter(*_TIDIED)):
        if _HIDDEN.search(element.get("style", "")):
            element.drop_tree()
        elif element.tag in _OBSOLETE:
            element.tag = _OBSOLETE[element.tag]
        elif element.tag == "pre":  # a parser drops the first line feed, each time
            element.text = (element.text or "").lstrip("\r\n")
        elif element.tag == "a":
            lost += _tidy_link(element, addresses)
        elif element.tag == "img":
            lost += _tidy_image(element, addresses)
        elif element.tag in PLAYERS:
            poster = link_player(element, addresses)
            lost += [] if poster is None else _tidy_image(poster, addresses)
    return tuple(lost)


def put_first(root: HtmlElement, picture: str, addresses: Addresses) -> None:
    """Put a picture before everything else, unless the body shows it somewhere."""
    url = addresses.of(picture, Use.SHOWN)
    if url is None or url in {
        picture_address(one, addresses) for one in root.iter("img")
    }:
        return
    body = root if root.tag == "body" else root.find("body")
    if body is not None:
        paragraph = etree.Element("p")
        etree.SubElement(paragraph, "img", src=picture)
        paragraph.tail, body.text = body.text, None
        body.insert(0, paragraph)


def _tidy_link(link: HtmlElement, addresses: Addresses) -> list[str]:
    """Say where a link leads, or leave its text alone; returns an address that is lost."""
    written = without_breaks(link.get("href", ""))
    url = None if _NO_LOSS.match(written) else addresses.of(written)
    if _LINK.match(written) and not (url and url.startswith("/")):
        link.set("href", written)
        return []
    if url:
        link.set("href", url)
        return []
    link.drop_tag()
    return [] if _NO_LOSS.match(written) else [written]


def _tidy_image(image: HtmlElement, addresses: Addresses) -> list[str]:
    """Drop an image without an address; the others are loaded late and quietly.

    Returns an address that is lost.
    """
    url = None if is_pixel(image) else picture_address(image, addresses)
    if url is None:
        written = "" if is_pixel(image) else image.get("src", "").strip()
        image.drop_tree()
        return [] if _NO_LOSS.match(written) else [written]
    image.set("src", url)
    for name, value in _IMAGE_MANNERS.items():
        image.set(name, value)
    return []


def serve(root: HtmlElement) -> str:
    """The cleaned HTML of a tree, XML-legal; on this site paths have no host."""
    return clean_again(etree.tostring(root, method="html", encoding="unicode"))


def clean_again(html: str) -> str:
    """HTML without all that is not allowed; of a cleaned body, the same."""
    return (_OWN_CLEANER if _LEADS_HERE.search(html) else CLEANER).clean(html)


def with_base(html: str, base_url: str) -> str:
    """Cleaned HTML for readers elsewhere: paths on this site are absolute addresses.

    The cleaner writes them while it cleans once more, so nothing is done after cleaning.
    """
    if not _LEADS_HERE.search(html):
        return html
    return _absolute_cleaner(base_url).clean(html)


@cache
def _absolute_cleaner(base_url: str) -> nh3.Cleaner:
    return _cleaner(url_relative=("rewrite_with_base", base_url))


def absolute_url(url: str | None) -> str | None:
    """`url` where it is absolute http(s), or lacks only its scheme; else None."""
    folded = (url or "").strip()
    if folded.startswith("//"):
        folded = f"https:{folded}"
    return folded if _IMAGE.fullmatch(folded) else None


def drop(element: HtmlElement) -> None:
    """Take an element out of its tree, unless it is out already."""
    if element.getparent() is not None:
        element.drop_tree()
