"""Folding: spellings that a search takes for one."""

import pytest

from feedsvc.content.folding import fold, fold_each, plain_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ，上證指數。", "abc 上证指数"),
        ("Café Über STRASSE straße", "cafe uber strasse strasse"),
        ("cafe\u0301", "cafe"),
        ("İstanbul", "istanbul"),
        ("Йод Ёлка", "иод елка"),
        ("㈱ ① ½", "株 1 1 2"),
        ("が か\u3099", "が が"),
        ("\u1112\u1161\u11ab글", "한글"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("裏面 裡面 里面", "里面 里面 里面"),
        ("a\u200bb soft\u00adhyphen", "ab softhyphen"),
        ("a_b-c/d", "a b c d"),
        ("😀 \x00", ""),
    ],
)
def test_spellings_meet(text: str, folded: str) -> None:
    """Width, case, accents and script make no difference."""
    assert fold(text) == folded
    assert fold(folded) == folded


def test_each_character_says_what_it_becomes() -> None:
    """For marks in a text, which is shown as it is."""
    assert fold_each("Ａß，證") == ["a", "ss", " ", "证"]


def test_markup_separates_words_only_between_blocks() -> None:
    """Links and emphasis stand in the midst of words."""
    html = '<p>上海<a href="/x?a>b" title="&quot;">证券</a>报</p><p>R&amp;<b>D</b></p>'
    assert fold(plain_text(html)) == "上海证券报 r d"
