"""Media types of what lies elsewhere, by its address, as nobody fetches it to look.

Hosts of pictures write the form that they send in many places: in the query
(`?wx_fmt=png`), in a rule behind the ending (`.jpg!large`, `.png@100w.webp`), in a folder
(`/mmbiz_gif/…/640`).
"""

import re
from urllib.parse import unquote

_JPEG = "image/jpeg"
_IMAGES = {
    "png": "image/png",
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "avif": "image/avif",
}
_RECORDINGS = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mov": "video/quicktime",
}
_IMAGE = "|".join(_IMAGES)
# The form that a host is asked to send, anywhere in the address; `tp` outranks the
# picture's own.
_ASKED = (
    re.compile(rf"[?&]tp=({_IMAGE})\b"),
    re.compile(rf"[?&/,](?:wx_fmt|format|fmt|fm|f)[=/,_]({_IMAGE})\b"),
)
_ENDING = re.compile(rf"\.({_IMAGE})(?![a-z0-9])")
_FOLDER = re.compile(rf"/\w+_({_IMAGE})/")


def image_type(url: str) -> str:
    """Media type of a picture; JPEG where the address says nothing."""
    lowered = unquote(url).lower()
    for asked in _ASKED:
        if match := asked.search(lowered):
            return _IMAGES[match[1]]
    path = re.split("[?#]", lowered, maxsplit=1)[0]
    endings = _ENDING.findall(path.rpartition("/")[2])
    if endings:
        return _IMAGES[endings[-1]]
    folder = _FOLDER.search(path)
    return _IMAGES[folder[1]] if folder else _JPEG


def recording_type(url: str) -> str | None:
    """Media type of a sound or a film that an address leads to, or None if it is none."""
    name = re.split("[?#]", url, maxsplit=1)[0].rpartition("/")[2]
    _, dot, ending = name.rpartition(".")
    return _RECORDINGS.get(ending.lower()) if dot else None
