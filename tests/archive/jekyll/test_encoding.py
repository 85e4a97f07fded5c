"""Encodings: UTF-8, what a byte order mark says, and what a detector is sure of."""

import pytest

from feedsvc.archive.jekyll.encoding import decode

SIMPLIFIED = (
    "---\ntitle: 港口扩建\n---\n"
    "本市港口今年扩建三座码头，吞吐量创下新高，记者昨天从港务局获悉，明年还将再建两座。"
)
TRADITIONAL = (
    "---\ntitle: 港口擴建\n---\n"
    "本市港口今年擴建三座碼頭，吞吐量創下新高，記者昨天從港務局獲悉，明年還將再建兩座。"
)


@pytest.mark.parametrize(
    ("text", "written", "told"),
    [
        (SIMPLIFIED, "utf-8", None),
        (SIMPLIFIED, "utf-8-sig", None),
        (SIMPLIFIED, "utf-16", "UTF-16-LE"),
        (SIMPLIFIED, "utf-32", "UTF-32-LE"),
        (SIMPLIFIED, "gbk", "GB18030"),
        (TRADITIONAL, "big5", "BIG5"),
    ],
)
def test_a_text_is_read_in_its_encoding(text: str, written: str, told: str | None):
    """Which one is told, unless everybody means it."""
    assert decode(text.encode(written)) == (text, told)


@pytest.mark.parametrize(
    "data",
    [
        "标题".encode("gbk"),  # too short to be sure of
        ("Le café était très animé près de la forêt à Noël. " * 9).encode("cp1252"),
        SIMPLIFIED.encode().replace("港".encode(), b"\xe6\xb8", 1),
        b"\xff" * 100,
        b"\xff\xfe\x00",
    ],
)
def test_what_nobody_can_be_sure_of_is_refused(data: bytes):
    """A damaged byte in UTF-8 makes it no Chinese of another kind."""
    with pytest.raises(UnicodeDecodeError):
        decode(data)
