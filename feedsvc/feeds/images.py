"""Images in a feed: which ones stand beside the content, and at what address.

Knows no format; entries bring their images.
"""

from dataclasses import replace
from urllib.parse import quote

from feedsvc.model.feed import Entry
from feedsvc.model.image import Image

# Reserved and unreserved characters of RFC 3986 §2, and escapes that are there already.
_URI = "%:/?#[]@!$&'()*+,;=~"


def images(entry: Entry) -> tuple[Image, ...]:
    """Each image of the entry once, in order; RSS can hold URIs alone, and no IRI."""
    first: dict[str, Image] = {}
    for image in entry.images:
        uri = quote(image.url, safe=_URI)
        if uri not in first:
            first[uri] = image if uri == image.url else replace(image, url=uri)
    return tuple(first.values())
