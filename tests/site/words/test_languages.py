"""Strings: every language says everything."""

import string
from dataclasses import asdict

import pytest

from feedsvc.content.traditional import to_traditional
from feedsvc.model.attribution import Role
from feedsvc.model.channel import Channel
from feedsvc.model.language import CHOICES
from feedsvc.model.language import of as language_of
from feedsvc.site.words.languages import statistics_words, words

CHINESE = asdict(words("zh-CN"))
TAGS = [language.tag for language in CHOICES]
OTHERS = {tag: asdict(words(tag)) for tag in ("zh-Hant", *TAGS) if tag != "zh-CN"}


def test_a_language_is_chosen_by_its_tag():
    """Every kind of English reads English, zh-Hant Traditional, all else Simplified."""
    assert words("en-GB") is words("EN")
    assert words("zh-Hant-HK") is words("ZH-HANT")
    assert words("und") is words("zh-CN")
    assert len({id(words(tag)) for tag in ("zh-Hant", *TAGS)}) == 1 + len(TAGS)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("key", CHINESE)
def test_every_language_says_it(key, language):
    """No string is empty, and tables have the same rows in every language."""
    said = OTHERS[language][key]
    assert CHINESE[key]
    assert said
    if not isinstance(said, str):
        assert len(CHINESE[key]) == len(said)


@pytest.mark.parametrize("language", OTHERS)
def test_problems_cover_the_same_statuses(language):
    """A status that is explained in one language is explained in the others."""
    assert CHINESE["problems"].keys() == OTHERS[language]["problems"].keys()
    assert CHINESE["problems"].keys() >= {400, 500}


def fields(pattern):
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(
    "key", [key for key, value in CHINESE.items() if isinstance(value, str)]
)
def test_every_language_takes_the_same_values(key, language):
    """A pattern asks for the same values, but for how a month is written."""
    months = {"month", "month_name"}
    assert fields(CHINESE[key]) - months == fields(OTHERS[language][key]) - months


def test_nothing_simplified_is_left_in_the_traditional_strings():
    """They were written by hand, and OpenCC finds nothing to convert."""
    written = repr(words("zh-Hant"))
    assert to_traditional(written) == written


@pytest.mark.parametrize("language", TAGS[1:])
def test_statistics_are_said_in_every_language_of_staff(language):
    """No string is empty, patterns take the same values, and the same channels are named."""
    chinese, other = (asdict(statistics_words(tag)) for tag in ("zh-CN", language))
    assert statistics_words(language) is not statistics_words("zh-CN")
    assert chinese["channels"].keys() == other["channels"].keys()
    for key, text in chinese.items():
        assert text
        assert other[key]
        if isinstance(text, str):
            assert fields(text) == fields(other[key])


@pytest.mark.parametrize("language", ["zh-CN", *OTHERS])
def test_every_channel_and_role_has_a_name(language):
    """One without would be a KeyError in statistics, and a 500 of every feed."""
    labels = language_of(language).labels
    assert {role.value for role in Role} <= labels.keys()
    assert all(statistics_words(language).channel(channel) for channel in Channel)
