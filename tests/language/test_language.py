"""Languages: dates, numbers and lists by CLDR."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.language.language import of as language_of

NARROW = "\u202f"  # no-break space
CASES = {
    # tag, zone: date and time, zone's name, day with its weekday, list, number
    ("zh-CN", "Asia/Shanghai"): (
        "2022年1月1日 07:05", "北京时间", "2022年1月1日星期六", "甲、乙、丙", "1,234,567",
    ),
    ("zh-TW", "Asia/Taipei"): (
        "2022年1月1日 07:05", "GMT+8", "2022年1月1日 星期六", "甲、乙、丙", "1,234,567",
    ),
    ("en", "Asia/Shanghai"): (
        f"January 1, 2022, 7:05{NARROW}AM", "GMT+8", "Saturday, January 1, 2022",
        "甲, 乙, 丙", "1,234,567",
    ),
    ("en-GB", "Asia/Kolkata"): (
        "1 January 2022, 07:05", "GMT+5:30", "Saturday, 1 January 2022",
        "甲, 乙, 丙", "1,234,567",
    ),
    ("en-US", "America/St_Johns"): (
        f"January 1, 2022, 7:05{NARROW}AM", "GMT-3:30", "Saturday, January 1, 2022",
        "甲, 乙, 丙", "1,234,567",
    ),
    ("de-CH", "Europe/Zurich"): (
        "1. Januar 2022, 07:05", "MEZ", "Samstag, 1. Januar 2022",
        "甲, 乙, 丙", "1’234’567",
    ),
    ("fr", "UTC"): (
        "1 janvier 2022, 07:05", "TU", "samedi 1 janvier 2022",
        "甲, 乙, 丙", f"1{NARROW}234{NARROW}567",
    ),
    ("ar", "Asia/Riyadh"): (
        "1 يناير 2022، 7:05 ص", "غرينتش+3", "السبت، 1 يناير 2022",
        "甲 و乙 و丙", "1,234,567",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("place", "expected"), CASES.items(), ids=lambda case: case[0])
def test_every_language_writes_as_its_readers_do(place, expected):
    """Words of its own or borrowed ones: dates are the language's."""
    tag, zone = place
    language, local = (
        language_of(tag),
        datetime(2022, 1, 1, 7, 5, tzinfo=ZoneInfo(zone)),
    )
    assert (
        language.date_and_time(local),
        language.zone_name(local),
        language.full_date(local),
        language.joined("甲乙丙"),
        language.number(1_234_567),
    ) == expected


def test_a_language_that_cldr_lacks_borrows_its_dates_too():
    """It is a language all the same."""
    klingon = language_of("tlh")
    assert (
        klingon.long_date(datetime(2022, 1, 1, tzinfo=ZoneInfo("UTC")))
        == "January 1, 2022"
    )
    assert klingon.spoken == "en"
