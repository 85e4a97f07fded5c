"""Embeds: frames with headlines or one article, for the pages of other sites.

A frame's height follows from its options alone, so that its page can reserve the room
before anything is loaded. The measures are those of `site/frames/frame.css`.
"""

from dataclasses import dataclass
from enum import StrEnum

from feedsvc.model.stream import StreamRef

MAX_ITEMS = 20
ITEMS = 5  # where an address names no other number
MIN_HEIGHT, MAX_HEIGHT = 120, 2_000  # pixels; the loader keeps to them too
WIDTH = 600  # pixels, where nothing says how much room there is

_HEADER, _FOOTER = 53, 42  # with their lines
_ITEM, _SUMMARY = 97, 46
_ARTICLE, _ARTICLE_SUMMARY, _PICTURE = 190, 80, 200


class Theme(StrEnum):
    """Colours of a frame; AUTO is what the visitor's system prefers."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """Options of a frame.

    Attributes:
        limit: headlines, 1 to MAX_ITEMS; an article's frame ignores it.
        has_summary: below each title.
        has_image: an article's own picture, where we have a copy.
        accent: six hexadecimal digits, or empty for the site's own colour.
        language: BCP 47 of the interface, and with it the script; empty for the site's.
    """

    limit: int = ITEMS
    has_summary: bool = False
    has_image: bool = False
    theme: Theme = Theme.AUTO
    accent: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as its address names it.

    Attributes:
        streams: `normalised`; more than one is a selection.
        code: of the article, as it came; its own in every address that we give. Without
            it and without streams, there is nothing to show.
        key: of a partner, or empty.
    """

    streams: tuple[StreamRef, ...]
    code: str = ""
    look: Look = Look()
    key: str = ""

    @property
    def height(self) -> int:
        """Pixels that it takes at every usual width."""
        look = self.look
        if self.code:
            summary = _ARTICLE_SUMMARY if look.has_summary else 0
            picture = _PICTURE if look.has_image else 0
            return _ARTICLE + summary + picture + _FOOTER
        item = _ITEM + (_SUMMARY if look.has_summary else 0)
        return _HEADER + look.limit * item + _FOOTER

    def items_within(self, height: int) -> int:
        """Number of headlines that a height has room for: at least one."""
        item = _ITEM + (_SUMMARY if self.look.has_summary else 0)
        return max(1, min(self.look.limit, (height - _HEADER - _FOOTER) // item))
