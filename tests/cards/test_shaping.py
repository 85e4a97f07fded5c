"""Shaping: lines of words, without a font."""

import pytest

from feedsvc.cards.shaping import set_words


def lines(
    text: str, ems: int = 12, limit: int = 9, *, at_spaces: bool = False
) -> tuple[str, ...]:
    """A text in lines of so many letters, each an em wide."""
    return set_words(text, [(10, limit)], ems * 10, len, at_spaces=at_spaces).lines


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Council votes on it", ("Council", "votes on it")),
        ("votes 10–12 for", ("votes", "10–12 for")),
        ("Prime-Minister meets", ("Prime-", "Minister", "meets")),
        ("(one two) three four", ("(one two)", "three four")),
        ("« deux » trois quatre", ("« deux »", "trois quatre")),
        ("القمة الاقتصادية في الرياض", ("القمة", "الاقتصادية", "في الرياض")),
    ],
)
def test_lines_break_where_unicode_allows_it(
    text: str, broken: tuple[str, ...]
) -> None:
    """At spaces and behind hyphens; not in words, amounts, or beside brackets."""
    assert lines(text) == broken


def test_lines_come_out_even() -> None:
    """No word is left alone on the last line."""
    assert lines("one two three four five six", 20) == (
        "one two three",
        "four five six",
    )


def test_korean_breaks_at_spaces_alone() -> None:
    """Unicode would allow it between any two syllables."""
    assert lines("한국은행이 기준금리를 동결", 6, at_spaces=True) == (
        "한국은행이", "기준금리를", "동결",
    )  # fmt: skip


def test_the_largest_size_is_taken_that_holds_every_word_whole() -> None:
    """A long word makes all letters smaller before it is broken."""
    steps = [(20, 1), (10, 2), (5, 3)]
    for text, size in [("short", 20), ("one two three", 10), ("extraordinarily", 5)]:
        setting = set_words(text, steps, 100, len, at_spaces=False)
        assert setting.size == size
        assert " ".join(setting.lines) == text


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    """Behind a whole word and not behind a comma; a monster is cut between its letters."""
    assert lines("one two, three four five six", 9, limit=1) == ("one two…",)
    assert lines("x" * 50, 12, limit=2) == ("x" * 12, "x" * 11 + "…")
    letters = lines("e\u0301" * 50, 13, limit=2)
    assert all(not line.startswith("\u0301") for line in letters)
