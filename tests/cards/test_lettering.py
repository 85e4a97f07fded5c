"""Lettering: what the fonts can show of a text."""

import pytest

from feedsvc.cards.lettering import Face, font_of, legible

FACES = pytest.mark.parametrize("face", list(Face))


@FACES
@pytest.mark.parametrize(
    "text",
    [
        "江城地铁5号线北段开始试运行",
        "海風港前十月吞吐量創新高，冷鏈貨佔比首次過兩成",
        "《船舶》（试行）：“绿色”！【快讯】～％①㎡→€￥°",
        "São Tomé, naïve façade – Ωμεγα, Волга",
        "冮垚喆镕堃𬭎𫖯𬱟",
    ],
)
def test_what_news_are_written_in_is_shown(text: str, face: Face) -> None:
    """Both scripts, names with rare characters, European languages."""
    assert legible(text, face) == text


@FACES
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("涨了🚀👩‍👩‍👧🇨🇳1️⃣", "涨了1"),
        ("北\u202e段\u200b开\ufeff始\u00ad试\x00运\x9f行", "北段开始试运行"),
        ("Šibenik Łódź Ωμέγα", "Sibenik ódz Ωμεγα"),
        ("e\u0301te\u0301 a\u0315\u035c", "été a"),
        ("𝐁𝐨𝐥𝐝 ₥", "Bold"),
        ("서울 مرحبا", ""),
        ("𪚥先生", "〓先生"),
        ("半\ud800截", "半截"),
        (" 一\t二\n\u3000三 \u2028", "一 二 三"),
        ("", ""),
    ],
)
def test_what_the_fonts_lack_is_replaced_or_dropped(
    text: str, shown: str, face: Face
) -> None:
    """No box stands for anything: emoji, controls, other scripts, lone surrogates."""
    assert legible(text, face) == shown


@FACES
def test_everything_legible_has_a_glyph(face: Face) -> None:
    """Of every character up to the emoji, none comes out as the missing one's box."""
    font = font_of(face, 48)
    box = bytes(font.getmask("\U0010fffe"))
    for start in range(0x20, 0x20000, 0x61):
        for char in set(legible(chr(start), face)) - {" "}:
            assert bytes(font.getmask(char)) != box, hex(start)


def test_western_quotes_stand_close() -> None:
    """A full square each would tear the words apart; Chinese quotes keep theirs."""
    assert legible("“It’s over…”", Face.SERIF) == '"It\'s over..."'
    assert legible("“麦当劳”McDonald’s", Face.SERIF) == "“麦当劳”McDonald's"


def test_a_dash_has_no_hole() -> None:
    """The Western dash is shorter than its square."""
    assert legible("观察——之三", Face.SERIF) == "观察――之三"


def test_no_text_is_too_long() -> None:
    """A title of a million characters costs no more than one that fills the card."""
    assert len(legible("河" * 1_000_000, Face.SANS)) == 240
