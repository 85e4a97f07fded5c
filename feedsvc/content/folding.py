"""Folding: texts as a search compares them.

Letters and digits remain, in NFKC, without case and accents, and Chinese ones in
Simplified characters; everything else separates, as one space. So a text is found in
either script, in full or half width. Character by character: words of several
characters are not translated.
"""

import html as html_entities
import re
from functools import cache
from unicodedata import category, combining, is_normalized, normalize

import opencc

_HAN = (*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x2FA20))
_KEPT = {"L", "N", "M"}  # letters, numbers, and marks that are part of letters
_FORMAT = "Cf"  # joins or hides, and shows nothing itself
_ACCENTS = range(0x300, 0x370)
_SELECTORS = range(0xFE00, 0xFE10)

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small"
    r"|span|strong|sub|sup|u|var|wbr)(?=[\s/>])"
    r'[^>"]*(?:"[^"]*"[^>"]*)*>'
)
_TAG = re.compile(r'<[^>"]*(?:"[^"]*"[^>"]*)*>?')


class _Folds(dict[int, str]):
    """Folded forms of characters by code point, for `str.translate`."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_character(chr(point))
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """The text as it is compared: runs of letters and digits, single spaces between."""
    if not is_normalized("NFC", text):  # or marks stand apart from what they change
        text = normalize("NFC", text)
    return " ".join(text.translate(_FOLDS).split())


def fold_each(text: str) -> list[str]:
    """The folded form of each character, a space for one that separates."""
    return [_FOLDS[ord(character)] for character in text]


def plain_text(html: str) -> str:
    """The text of cleaned HTML: a block's end separates words, emphasis does not."""
    return html_entities.unescape(_TAG.sub(" ", _INLINE.sub("", html)))


def _fold_character(character: str) -> str:
    code = ord(character)
    if code in _SELECTORS or category(character) == _FORMAT:
        return ""
    if code in _ACCENTS:
        return ""
    plain = "".join(
        one
        for one in normalize("NFKD", normalize("NFKD", character).casefold())
        if ord(one) not in _ACCENTS or not combining(one)
    )
    simplified = _simplified()
    return "".join(
        simplified.get(one, one) if category(one)[0] in _KEPT else " "
        for one in normalize("NFKC", plain)
    )


@cache
def _simplified() -> dict[str, str]:
    """Simplified forms of Chinese characters that have one; made in 30 ms."""
    characters = [chr(code) for code in _HAN]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return {before: after for before, after in pairs if before != after}
