"""Typesetting: lines of a headline, without a font."""

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.cards.typesetting import offsets, set_text

NEVER_FIRST = "。，、；：！？）》」』”’】%…―·"
NEVER_LAST = "（《「『“‘【￥$"


def advance(char: str) -> float:
    """A font in which Han is square and all else half as wide."""
    return 1 if east_asian_width(char) in "WFA" else 0.5


def lines(text: str, ems: int = 7, limit: int = 9) -> tuple[str, ...]:
    """A text in lines of so many ems."""
    return set_text(text, [(10, limit)], ems * 10, advance).lines


@pytest.mark.parametrize("mark", NEVER_FIRST)
def test_what_ends_something_begins_no_line(mark: str) -> None:
    """At any place around the break it takes the character before it along."""
    for before in range(4, 11):
        broken = lines("河" * before + mark + "海" * 9)
        assert "".join(broken) == "河" * before + mark + "海" * 9
        assert not any(line.startswith(mark) for line in broken)


@pytest.mark.parametrize("mark", NEVER_LAST)
def test_what_begins_something_ends_no_line(mark: str) -> None:
    """It goes with the character behind it."""
    for before in range(4, 11):
        broken = lines("河" * before + mark + "海" * 9)
        assert "".join(broken) == "河" * before + mark + "海" * 9
        assert not any(line.endswith(mark) for line in broken)


def test_a_space_does_not_free_a_mark() -> None:
    """Sloppy texts set one before a closing mark."""
    assert not any(
        line[0] in "）！" for line in lines("（江河湖海 ）江河湖海 ！江河湖海")
    )


@pytest.mark.parametrize(
    "whole",
    [
        "10.03亿元",
        "12.5%",
        "3000万吨",
        "2027年",
        "A股",
        "DM-i",
        "$12.5",
        "100412人次",
    ],
)
def test_amounts_and_words_stay_whole(whole: str) -> None:
    """Wherever they fall, as long as they fit into a line."""
    for before in range(1, 14):
        broken = lines("河" * before + whole + "海" * 9)
        assert sum(whole in line for line in broken) == 1


def test_western_words_break_at_spaces_alone() -> None:
    """And the space is gone with the break."""
    broken = lines("Night ferries will return to South Islet")
    assert " ".join(broken) == "Night ferries will return to South Islet"


def test_lines_are_even() -> None:
    """No orphan stands on the last line."""
    assert [len(line) for line in lines("河" * 8)] == [4, 4]
    assert [len(line) for line in lines("河" * 15)] == [5, 5, 5]


def test_a_break_between_clauses_is_better_than_an_even_one() -> None:
    """A space in a Chinese headline parts clauses; so do marks."""
    assert lines("江河湖海江 大江东去湖海") == ("江河湖海江", "大江东去湖海")
    assert lines("江河湖海，大江东去湖海") == ("江河湖海，", "大江东去湖海")


def test_a_quotation_is_kept_together() -> None:
    """Where the lines come out less even for it."""
    assert lines("江河湖海“大江”去海") == ("江河湖海", "“大江”去海")


def test_size_shrinks_until_the_text_fits() -> None:
    """The largest size that holds it whole is taken."""
    steps = [(20, 1), (10, 2), (5, 2)]
    assert set_text("河" * 5, steps, 100, advance).size == 20
    assert set_text("河" * 20, steps, 100, advance).size == 10
    assert set_text("河" * 21, steps, 100, advance).size == 5


def test_a_word_shrinks_before_it_is_broken() -> None:
    """Even where more lines would hold it."""
    assert set_text("ferrymaster", [(20, 3), (10, 3)], 100, advance).lines == (
        "ferrymaster",
    )


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    """Behind a whole word, and not behind a comma."""
    assert lines("河" * 50, limit=2)[-1].endswith("河…")
    assert lines("江河湖海江，" * 9, limit=2)[-1].endswith("江…")
    cut = lines("all ferries will return to South Islet in March", limit=2)
    assert cut[-1].endswith("...")
    assert "all ferries will return to".startswith(" ".join(cut)[:-3])


def test_a_word_wider_than_a_line_is_broken() -> None:
    """Somewhere: there is no better place."""
    word = "Donaudampfschifffahrtsgesellschaft"
    assert "".join(lines(word)) == word
    assert "".join(lines(f"河 {word}")).replace(" ", "") == f"河{word}"


def test_neighbouring_marks_close_up() -> None:
    """Two marks share one square, and a mark at an end hangs out."""
    assert offsets("河）。", advance)[-1] == 2
    assert offsets("（河", advance) == [-0.5, 0.5, 1.5]
    assert offsets("“《河", advance)[-1] == 2


def test_han_and_latin_keep_a_distance() -> None:
    """An eighth of an em, as on the site's pages."""
    assert offsets("河A", advance)[1] == 1.125


def test_no_text_has_no_lines() -> None:
    """So that nothing is drawn."""
    assert lines("") == ()


@given(st.text("河海，。（）“”《》…― aB1.%$'\"", max_size=60))
def test_any_text_is_set(text: str) -> None:
    """Within the column and the limit, without empty lines, losing only spaces."""
    text = " ".join(text.split())
    broken = lines(text, limit=4)
    assert len(broken) <= 4
    assert all(line == line.strip() != "" for line in broken)
    assert all(offsets(line, advance)[-1] <= 7 for line in broken)
    shown = "".join(broken).replace(" ", "")
    whole = text.replace(" ", "")
    assert shown == whole or whole.startswith(shown.rstrip(".…"))
