"""Images: the pictures of a cleaned body, as previews and enclosures name them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from feedsvc.model.media_type import image_type
from feedsvc.model.text_kinds import Words

_MAX_URL = 500  # characters
_SHOWN = ("https://", "http://", "/media/")
# Cleaned HTML quotes every attribute with `"`. Nothing behind the first character is
# required, so nothing is ever tried twice, and a hostile body costs one pass; whole tags
# are taken, so that an `alt` cannot pass for an image.
_TAG = re.compile(r'<(\w*)((?:[^>"]+|"[^"]*"?)*)')
_ATTRIBUTE = re.compile(r'\s(src|alt|width|height)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Image:
    """One picture.

    Attributes:
        url: absolute http(s), or a path of this site.
        media_type: by the address; JPEG where that says nothing.
        width, height: CSS pixels as the body gives them, or None.
        length: bytes; None for what lies elsewhere.
    """

    url: str
    media_type: str
    alt: Words
    width: int | None
    height: int | None
    length: int | None = None


def find_images(html: str) -> Iterator[Image]:
    """The images of a cleaned body, in order."""
    if "<img" not in html:
        return
    for name, attributes in _TAG.findall(html):
        if name != "img":
            continue
        given = {key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
        url = given.get("src", "")
        if url.startswith(_SHOWN) and len(url) <= _MAX_URL:
            yield Image(
                url=url,
                media_type=image_type(url),
                alt=given.get("alt", ""),
                width=_pixels(given.get("width", "")),
                height=_pixels(given.get("height", "")),
            )


def _pixels(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
