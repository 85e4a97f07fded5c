"""Signatures: the media type of a file by its first bytes, never by its ending.

A type is told only if a browser knows it and shows, plays or saves it without harm. HTML
is none of them: whatever a file is called, it never becomes a page of this site.
"""

import re
from dataclasses import dataclass

HEAD_BYTES = 4_096  # that are looked at
UNKNOWN = "application/octet-stream"
SVG = "image/svg+xml"

_ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    SVG: "svg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "video/mp4": "mp4",
    "video/ogg": "ogv",
    "video/webm": "webm",
    "video/quicktime": "mov",
    "application/pdf": "pdf",
}
# These may hold documents of many kinds, whose endings say more.
_CONTAINERS = frozenset({UNKNOWN, "application/zip"})
PICTURE_ENDINGS = frozenset(
    ending for type_, ending in _ENDINGS.items() if type_.startswith("image/")
)


@dataclass(frozen=True, slots=True)
class _Signature:
    media_type: str
    pattern: re.Pattern[bytes]


def _at_start(media_type: str, pattern: bytes) -> _Signature:
    return _Signature(media_type, re.compile(rb"\A" + pattern, re.DOTALL))


# Files that begin alike stand from the narrower to the wider.
_SIGNATURES = (
    _at_start("image/png", rb"\x89PNG\r\n\x1a\n"),
    _at_start("image/jpeg", rb"\xff\xd8\xff"),
    _at_start("image/gif", rb"GIF8[79]a"),
    _at_start("image/webp", rb"RIFF....WEBP"),
    _at_start("audio/wav", rb"RIFF....WAVE"),
    _at_start("image/avif", rb"....ftyp(?:avif|avis)"),
    _at_start("audio/mp4", rb"....ftyp(?:M4A |M4B )"),
    _at_start("video/quicktime", rb"....ftypqt  "),
    _at_start("video/mp4", rb"....ftyp(?:isom|iso[2-9]|mp4[12]|M4V |avc1|dash|MSNV|f4v )"),
    _at_start("video/webm", rb"\x1a\x45\xdf\xa3.{0,64}?\x42\x82.{1,2}webm"),
    _at_start("video/ogg", rb"OggS.{22,64}?\x80theora"),
    _at_start("audio/ogg", rb"OggS.{22,64}?(?:\x01vorbis|OpusHead|\x7fFLAC|Speex)"),
    _at_start("audio/flac", rb"fLaC"),
    _at_start("audio/mpeg", rb"ID3[\x02-\x04]|\xff[\xfa\xfb\xf2\xf3][^\x00-\x0f\xf0-\xff]"),
    _at_start("application/pdf", rb"%PDF-[12]\.\d"),
    _at_start("application/zip", rb"PK(?:\x03\x04|\x05\x06)"),
)  # fmt: skip


# Markup that may stand before the root of an SVG document.
_PROLOGUE = re.compile(
    rb"<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE\s+svg\b[^>\[]*(?:\[[^\]]*\]\s*)?>", re.DOTALL
)
_SVG_ROOT = re.compile(rb"<svg[\s>]")


def media_type_of(head: bytes) -> str:
    """Media type of a file that begins so; `UNKNOWN` for what is none of them."""
    found = (one.media_type for one in _SIGNATURES if one.pattern.match(head))
    return next(found, SVG if _is_svg(head) else UNKNOWN)


def _is_svg(head: bytes) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while match := _PROLOGUE.match(text):
        text = text[match.end() :].lstrip()
    return _SVG_ROOT.match(text) is not None


def ending_of(media_type: str, written: str) -> str:
    """The ending that a file of this type should have, without a dot.

    Args:
        media_type: of the file.
        written: the ending that it has, for types that hold documents of many kinds;
            not one of pictures, which stands for them alone.
    """
    if media_type in _CONTAINERS:
        ending = written.lower()
        is_plain = re.fullmatch(r"[a-z0-9]{1,8}", ending)
        return ending if is_plain and ending not in PICTURE_ENDINGS else "bin"
    return _ENDINGS[media_type]
