"""Tags: BCP 47, and what CLDR knows of a language."""

import pytest

from feedsvc.language import tags


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en", "en"),
        ("DE-ch", "de-CH"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sr-latn", "sr-Latn"),
        ("es-419", "es-419"),
        ("iw", "he"),
        ("zh-yue-HK", "yue-HK"),
        ("de-1996", "de-1996"),
        ("en-US-u-hc-h12", "en-US-u-hc-h12"),
        ("gsw", "gsw"),
    ],
)
def test_a_tag_is_written_in_one_way(written, tag):
    """Case says nothing, and old codes have new ones."""
    assert tags.canonical(written) == tag


@pytest.mark.parametrize(
    "written",
    [
        "",
        "xx",
        "klingon",
        "en_US",
        "en-XX",
        "zh-Abcd",
        "und",
        "x-mine",
        "en-",
        "e" * 99,
    ],
)
def test_what_is_no_tag_is_refused(written):
    """Languages, scripts and countries that nobody knows too."""
    with pytest.raises(ValueError, match="is no language tag"):
        tags.canonical(written)


@pytest.mark.parametrize(
    ("written", "tag"),
    [("en_US.UTF-8", "en-US"), ("zh_cn", "zh-CN"), (" de ", "de"), ("english", None)],
)
def test_a_locale_is_understood(written, tag):
    """Front matter often has Unix's or Facebook's spelling."""
    assert tags.find(written) == tag


@pytest.mark.parametrize(
    ("tag", "direction", "locale"),
    [
        ("ar", "rtl", "ar_EG"),
        ("he-IL", "rtl", "he_IL"),
        ("fa", "rtl", "fa_IR"),
        ("ur", "rtl", "ur_PK"),
        ("pa-PK", "rtl", "pa_PK"),
        ("ur-Latn", "ltr", "ur_PK"),
        ("de-CH", "ltr", "de_CH"),
        ("zh-Hant", "ltr", "zh_TW"),
        ("en", "ltr", "en_US"),
    ],
)
def test_script_and_country_are_likely_ones(tag, direction, locale):
    """A tag says little; CLDR knows what goes without saying."""
    assert tags.direction(tag) == direction
    assert tags.og_locale(tag) == locale


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("de-CH-1996", "de"),
        ("zh-TW", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hant-HK", "zh-Hant"),
        ("fr", "en"),
    ],
)
def test_lookup_goes_from_the_nearest_to_english(tag, found):
    """RFC 4647, but a script is never changed for another one."""
    assert tags.lookup(tag, ("de", "zh-Hans", "zh-Hant"), default="en") == found
