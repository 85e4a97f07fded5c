"""Encodings: the text of a file, whatever editor wrote it; knows nothing of Jekyll.

UTF-8 is what everybody means. A byte order mark says which UTF it is; other bytes are
read only where a detector is sure of a Chinese encoding, and the import says so.
"""

import codecs
from typing import NamedTuple

from charset_normalizer import from_bytes

# The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ["gb18030", "big5", "shift_jis", "euc_kr", "cp1252", "cp1251"]
_DETECTED = frozenset({"gb18030", "big5"})
_MIN_BYTES = 60  # beyond ASCII; of fewer, no detector can be sure
_MAX_CHAOS = 0.1


class Decoded(NamedTuple):
    """A file's text; `encoding` is named where it is not UTF-8."""

    text: str
    encoding: str | None = None


def decode(data: bytes) -> Decoded:
    """The text of a file.

    Raises:
        UnicodeDecodeError: it is no text, or not surely one; placed as in UTF-8.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding)
            return Decoded(text, None if encoding == "utf-8" else encoding.upper())
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        if detected := _detected(data):
            return Decoded(data.decode(detected), detected.upper())
        raise


def _detected(data: bytes) -> str | None:
    """The encoding that the bytes are surely in, or None."""
    wide = sum(byte > 0x7F for byte in data)
    broken = data.decode("utf-8", "replace").count("\ufffd")
    if wide < _MIN_BYTES or broken * 4 < wide:  # too little, or UTF-8 with damage
        return None
    best = from_bytes(data, cp_isolation=_CANDIDATES).best()
    if best is None or best.encoding not in _DETECTED or best.chaos > _MAX_CHAOS:
        return None
    return best.encoding
