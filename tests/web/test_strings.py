"""Strings: both languages say everything."""

import string
from dataclasses import asdict

import pytest

from feedsvc.web.strings import strings

CHINESE = asdict(strings("zh-CN"))
ENGLISH = asdict(strings("en"))


def test_english_is_chosen_by_its_tag():
    """Every kind of English reads English, everything else Chinese."""
    assert strings("en-GB") is strings("EN")
    assert strings("zh-Hant") is strings("zh-CN")
    assert strings("fr") is strings("zh-CN")


@pytest.mark.parametrize("key", CHINESE)
def test_both_languages_say_it(key):
    """No string is empty, and tables have the same rows in both languages."""
    assert CHINESE[key]
    assert ENGLISH[key]
    if not isinstance(CHINESE[key], str):
        assert len(CHINESE[key]) == len(ENGLISH[key])


def test_problems_cover_the_same_statuses():
    """A status that is explained in one language is explained in the other."""
    assert CHINESE["problems"].keys() == ENGLISH["problems"].keys() >= {400, 500}


def fields(pattern):
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize(
    "key", [key for key, value in CHINESE.items() if isinstance(value, str)]
)
def test_both_languages_take_the_same_values(key):
    """A pattern asks for the same values, but for how a month is written."""
    months = {"month", "month_name"}
    assert fields(CHINESE[key]) - months == fields(ENGLISH[key]) - months
