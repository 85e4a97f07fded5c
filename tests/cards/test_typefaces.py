"""Typefaces: the one for a text, and what it can show of it."""

import pytest
from PIL import ImageFont

from feedsvc.cards.typefaces import (
    Face,
    Family,
    Hand,
    font_of,
    hand_of,
    legible,
    unusable_face,
)

FACES = pytest.mark.parametrize("face", list(Face))
CHINESE, WESTERN = "zh-CN", "en"


def shown(text: str, face: Face = Face.SERIF, language: str = WESTERN) -> str:
    """A text as a card shows it."""
    return legible(text, hand_of(text, face, language))


@pytest.mark.parametrize(
    ("text", "language", "family", "direction"),
    [
        ("Harbour ferries", "en", Family.WESTERN, "ltr"),
        ("Волга: Ωμέγα", "ar", Family.WESTERN, "ltr"),
        ("القمة في الرياض", "ar", Family.ARABIC, "rtl"),
        ("القمة في الرياض", "en", Family.ARABIC, "rtl"),
        ("iPhone 15 في الأسواق", "ar", Family.ARABIC, "rtl"),
        ("“سلام” begins it", "en", Family.ARABIC, "rtl"),
        ("It begins with “سلام”", "en", Family.ARABIC, "ltr"),
        ("תוכנית חדשה", "he", Family.HEBREW, "rtl"),
        ("江城地铁iPhone", "en", Family.CHINESE, "ltr"),
        ("鲜の每日", "zh-CN", Family.CHINESE, "ltr"),
        ("日銀が利上げ", "en", Family.JAPANESE, "ltr"),
        ("日銀総裁会見", "ja", Family.JAPANESE, "ltr"),
        ("北 미사일 발사", "ko", Family.KOREAN, "ltr"),
        ("韩国总统说“안녕”", "zh-CN", Family.CHINESE, "ltr"),
    ],
)
def test_letters_and_language_tell_the_typeface(
    text: str, language: str, family: Family, direction: str
) -> None:
    """Latin letters are in every typeface, so they decide nothing."""
    hand = hand_of(text, Face.SERIF, language)
    assert (hand.family, hand.direction) == (family, direction)


@FACES
@pytest.mark.parametrize(
    "text",
    [
        "江城地铁5号线北段开始试运行",
        "海風港前十月吞吐量創新高，冷鏈貨佔比首次過兩成",
        "《船舶》（试行）：“绿色”！【快讯】～％①㎡→€￥°",
        "冮垚喆镕堃𬭎𫖯𬱟",
        "São Tomé, naïve façade – Ωμέγα, Волга, їжак",
        "Šibenik, Łódź, İstanbul, Tiếng Việt: “quoted”…",
        "مُحَمَّد: 27 دولة، iPhone؟ می\u200cخواهد پچگ ۱۲٫۵٪",
        "בְּרֵאשִׁית ש״ח 3.5 Google",
        "「チャットGPT」の利用者、17年ぶり",
        "한국은행, 기준금리 3.5%로 동결…“北”",
    ],
)
def test_what_news_are_written_in_is_shown(text: str, face: Face) -> None:
    """Scripts of the world with marks and digits, and names with rare characters."""
    assert shown(text, face) == text


@FACES
@pytest.mark.parametrize(
    ("text", "as_shown"),
    [
        ("涨了🚀👩‍👩‍👧🇨🇳1️⃣", "涨了1"),
        ("北\u202e段\u200b开\ufeff始\u00ad试\x00运\x9f行", "北段开始试运行"),
        ("波兰Łódź", "波兰Lódz"),
        ("e\u0301te\u0301", "été"),
        ("𝐁𝐨𝐥𝐝", "Bold"),
        ("𪚥先生", "〓先生"),
        ("半\ud800截", "半截"),
        (" 一\t二\n\u3000三 \u2028", "一 二 三"),
        ("", ""),
    ],
)
def test_what_the_fonts_lack_is_replaced_or_dropped(
    text: str, as_shown: str, face: Face
) -> None:
    """No box stands for anything: emoji, controls, lone surrogates."""
    assert shown(text, face) == as_shown


@pytest.mark.parametrize(
    "text", ["ภาษาไทย", "हिन्दी समाचार", "韩国总统说“안녕”", "The word سلام and שלום"]
)
def test_a_text_with_letters_that_are_lacking_is_not_shown(text: str) -> None:
    """Half a title says something else."""
    assert shown(text, language=CHINESE) == ""


@FACES
@pytest.mark.parametrize("family", list(Family))
def test_everything_legible_has_a_glyph(family: Family, face: Face) -> None:
    """Of every character up to the emoji, none comes out as the missing one's box."""
    hand = Hand(family, face, "ltr", "en")
    font = font_of(hand, 48, is_bold=False)
    basic = ImageFont.truetype(font.path, 48, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(basic.getmask("\U0010fffe"))
    for start in range(0x20, 0x20000, 0x161):
        for char in set(legible(chr(start), hand)) - {" "}:
            assert bytes(basic.getmask(char)) != box, hex(start)


def test_western_quotes_stand_close() -> None:
    """A full square each would tear the words apart; Chinese quotes keep theirs."""
    assert shown("It’s over 道") == "It's over 道"
    assert shown("“麦当劳”McDonald’s") == "“麦当劳”McDonald's"


def test_a_dash_has_no_hole() -> None:
    """The Western dash is shorter than its square."""
    assert shown("观察——之三") == "观察――之三"


def test_no_text_is_too_long() -> None:
    """A title of a million characters costs no more than one that fills the card."""
    assert len(shown("河" * 1_000_000, Face.SANS)) == 240


def test_every_typeface_is_there() -> None:
    """And `feedsvc doctor` says so."""
    assert unusable_face() is None
