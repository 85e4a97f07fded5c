"""Enclosures: what stands beside an entry's content, and at what address.

Knows no format; entries bring their images and recordings.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote

from feedsvc.model.feed import Entry
from feedsvc.model.image import Image
from feedsvc.model.recording import Recording

# Reserved and unreserved characters of RFC 3986 §2, and escapes that are there already.
_URI = "%:/?#[]@!$&'()*+,;=~"

_Medium = TypeVar("_Medium", Image, Recording)


def images(entry: Entry) -> tuple[Image, ...]:
    """Each image of the entry once, in order."""
    return _each_once(entry.images)


def recordings(entry: Entry) -> tuple[Recording, ...]:
    """Each recording of the entry once, in order."""
    return _each_once(entry.recordings)


def _each_once(media: Iterable[_Medium]) -> tuple[_Medium, ...]:
    """The first at each address, which becomes a URI: RSS can hold no IRI."""
    first: dict[str, _Medium] = {}
    for medium in media:
        uri = quote(medium.url, safe=_URI)
        if uri not in first:
            first[uri] = medium if uri == medium.url else replace(medium, url=uri)
    return tuple(first.values())
