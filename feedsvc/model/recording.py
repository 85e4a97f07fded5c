"""Recordings: the sounds and films that a cleaned body links to; feeds enclose them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from feedsvc.model.media_type import recording_type

# Cleaned HTML quotes every attribute, and escapes `"` in it.
_LINK = re.compile(r'<a href="(https?://[^"]{1,500})"')


@dataclass(frozen=True, slots=True)
class Recording:
    """One sound or film.

    Attributes:
        url: absolute http(s).
        media_type: `audio/…` or `video/…`.
        length: bytes; None for what lies elsewhere.
    """

    url: str
    media_type: str
    length: int | None = None

    @property
    def medium(self) -> str:
        """`audio` or `video`, as Media RSS has it."""
        return self.media_type.partition("/")[0]


def find_recordings(html: str) -> Iterator[Recording]:
    """The recordings that a cleaned body links to, in order."""
    for address in _LINK.findall(html):
        url = unescape(address)
        if media_type := recording_type(url):
            yield Recording(url, media_type)
