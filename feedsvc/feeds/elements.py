"""Elements that Atom and RSS share in an entry: images, dates, and how to add one.

Knows nothing of the elements that are a format's own.
"""

from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from feedsvc.feeds.border import whole_seconds
from feedsvc.model.image import Image
from feedsvc.model.recording import Recording

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MEDIA = "{http://search.yahoo.com/mrss/}"  # with its slash: validators demand it

# The usual prefixes, for the root.
PREFIXES = {"dc": DUBLIN_CORE, "fh": HISTORY, "media": MEDIA}
# Prefixes of elements in an entry; every root declares its format's.
_IN_ENTRIES = {"content": CONTENT, "dc": DUBLIN_CORE, "media": MEDIA}


def fragment(element: etree._Element) -> bytes:
    """An entry's element as it stands in a document, whose root declares the prefixes."""
    root = etree.Element("root", nsmap=_NAMESPACES)
    root.append(element)
    return etree.tostring(root, encoding="UTF-8")[_OPENING:_CLOSING]


_NAMESPACES = {prefix: name.strip("{}") for prefix, name in _IN_ENTRIES.items()}
_EMPTY = etree.tostring(etree.Element("root", nsmap=_NAMESPACES))
_OPENING, _CLOSING = len(_EMPTY) - len("/"), -len("</root>")


def add(
    parent: etree._Element, tag: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """A new last child; `tag` in Clark notation."""
    child = etree.SubElement(parent, tag, attributes)
    if text is not None:
        child.text = text
    return child


def add_images(
    parent: etree._Element, images: tuple[Image, ...], *, has_content: bool
) -> None:
    """Media RSS: each image with what is known of it; the first is the thumbnail.

    They belong behind the content, and are described only where there is any: feedparser
    takes an earlier `media:description` for the entry's summary or content.
    """
    for image in images:
        content = add(
            parent,
            f"{MEDIA}content",
            url=image.url,
            medium="image",
            type=image.media_type,
            **_length(image),
            **_size(image),
        )
        if has_content and image.alt.strip():
            add(content, f"{MEDIA}description", image.alt, type="plain")
    if images:
        add(parent, f"{MEDIA}thumbnail", url=images[0].url, **_size(images[0]))


def add_recordings(parent: etree._Element, recordings: tuple[Recording, ...]) -> None:
    """Media RSS: each sound and film."""
    for recording in recordings:
        add(
            parent,
            f"{MEDIA}content",
            url=recording.url,
            medium=recording.medium,
            type=recording.media_type,
            **_length(recording),
        )


def rfc822(moment: datetime) -> str:
    """A date as RSS writes it."""
    return format_datetime(whole_seconds(moment))


def _length(medium: Image | Recording) -> dict[str, str]:
    return {} if medium.length is None else {"fileSize": str(medium.length)}


def _size(image: Image) -> dict[str, str]:
    """The known sides of an image; zero pixels count as unknown."""
    sides = {"width": image.width, "height": image.height}
    return {name: str(pixels) for name, pixels in sides.items() if pixels}
