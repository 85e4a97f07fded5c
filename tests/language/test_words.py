"""Words: every language says everything."""

import string
from dataclasses import asdict

import pytest

from feedsvc.content.traditional import to_traditional
from feedsvc.language import words
from feedsvc.language.language import of as language_of
from feedsvc.language.language import spoken_tags
from feedsvc.model.attribution import Role
from feedsvc.model.channel import Channel
from feedsvc.site.view.channels import channel_name

WORDS = {tag: asdict(language_of(tag).words) for tag in spoken_tags()}
ENGLISH = WORDS["en"]
OTHERS = {tag: said for tag, said in WORDS.items() if tag != "en"}
# Tables that a language need not fill: names that are everybody's.
OPTIONAL = {"zones", "networks"}


def test_the_interface_is_complete_in_three_languages():
    """Each is in a file of its own, which nothing else has to name."""
    assert spoken_tags() == ("en", "zh-Hans", "zh-Hant")


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        ("zh-CN", "zh-CN"),
        ("zh", "zh"),
        ("zh-TW", "zh-TW"),
        ("en-GB", "en-GB"),
        ("de-CH", "en"),
        ("ar", "en"),
        ("yue", "en"),
    ],
)
def test_words_are_borrowed_from_the_nearest_language(tag, spoken):
    """English speaks for a language without words, and says so."""
    assert language_of(tag).spoken == spoken


def test_both_scripts_of_chinese_have_their_words():
    """A country tells the script, where the tag does not."""
    assert language_of("zh-HK").words is language_of("zh-Hant").words
    assert language_of("zh-SG").words is language_of("zh-Hans").words
    assert language_of("zh").words is language_of("zh-CN").words


def leaves(said, *path):
    """Every text of a language, by where it stands."""
    if isinstance(said, str):
        yield path, said
        return
    items = said.items() if isinstance(said, dict) else enumerate(said)
    for key, value in items:
        if key not in OPTIONAL:
            yield from leaves(value, *path, key)


def fields(pattern):
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize("tag", OTHERS)
def test_every_language_says_everything_with_the_same_values(tag):
    """No text is missing, empty, or short of a word in braces."""
    english, other = dict(leaves(ENGLISH)), dict(leaves(OTHERS[tag]))
    assert english.keys() == other.keys()
    for path, text in other.items():
        assert text.strip(), path
        assert fields(text) == fields(english[path]), path


def test_nothing_simplified_is_left_in_the_traditional_words():
    """They were written by hand, and OpenCC finds nothing to convert."""
    written = repr(WORDS["zh-Hant"])
    assert to_traditional(written) == written


@pytest.mark.parametrize("tag", WORDS)
def test_every_channel_and_role_has_a_name(tag):
    """One without would be a KeyError in statistics, and a 500 of every feed."""
    said = language_of(tag).words
    assert {role.value for role in Role} <= said.labels.keys()
    assert {400, 500} <= said.problems.keys()
    assert all(channel_name(channel, said.statistics) for channel in Channel)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('home = "Accueil"', "clauses"),
        ("home = ", "Invalid value"),
    ],
)
def test_a_file_that_lacks_something_is_named(text, reason):
    """A translator reads what is wrong, and where."""
    with pytest.raises(ValueError, match=rf"fr\.toml: .*{reason}"):
        words.read("fr.toml", text)
