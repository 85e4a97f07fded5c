"""Media: files of an archive that articles show or link to, kept once by content.

A body names one by its path on this site, without a host, so that a site may move.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from feedsvc.model.signature import PICTURE_ENDINGS

CHUNK_BYTES = 256 * 1024  # pieces that a medium is kept and sent in
_FOLDER = "/media"
_ADDRESS = re.compile(rf"(?:\A|://[^/]*){_FOLDER}/([0-9a-f]{{64}})/[^/?#]+(?:#.*)?")
_IN_BODY = re.compile(rf'="{_FOLDER}/([0-9a-f]{{64}})/')


class Use(Enum):
    """Use that a body makes of a file."""

    SHOWN = auto()  # as a picture
    LINKED = auto()  # as what is played or downloaded


@dataclass(frozen=True, slots=True)
class Medium:
    """A file by its content.

    Attributes:
        digest: SHA-256.
        media_type: by its first bytes; `application/octet-stream` for what is not known.
        size: bytes.
    """

    digest: bytes
    media_type: str
    size: int

    @property
    def is_picture(self) -> bool:
        """True if browsers show it as a picture."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a post refers to, as it was when the post was read.

    Attributes:
        path: relative to the archive's root, `/`-separated.
        size: -1 where there is none.
        mtime_ns: nanoseconds since the epoch; 0 where it might not show the next change.
        digest: empty where it was not read.
        medium: None where it does not come in.
        name: that people see when they save it.
        addresses: decoded paths that it had on the site before this one.
        refusal: why it does not come in, though it is there; empty otherwise.
    """

    path: str
    size: int = -1
    mtime_ns: int = 0
    digest: bytes = b""
    medium: Medium | None = None
    name: str = ""
    addresses: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def is_there(self) -> bool:
        """True if the archive has it."""
        return self.size >= 0


def media_path(digest: bytes, name: str) -> str:
    """Path of a medium on this site; it changes with the content."""
    return f"{_FOLDER}/{digest.hex()}/{name}"


def suits(path: str, use: Use) -> bool:
    """True if the medium at a path of this site, by its ending, may be used so."""
    ending = path.partition("#")[0].rpartition(".")[2]
    return use is Use.LINKED or ending in PICTURE_ENDINGS


def digest_of(address: str) -> bytes | None:
    """The digest in a medium's path or URL, or None if it is of something else."""
    match = _ADDRESS.search(address)
    return bytes.fromhex(match[1]) if match else None


def digests_in(html: str) -> Iterator[bytes]:
    """Digests of the media that a cleaned body names, as stored."""
    return map(bytes.fromhex, _IN_BODY.findall(html))
