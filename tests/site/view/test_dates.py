"""Clock: times in the site's zone and language."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from feedsvc.language.language import of as language_of
from feedsvc.site.view import dates
from tests.site.samples import ARTICLE, BEIJING, PUBLISHED

CHINESE, GERMAN = language_of("zh-CN"), language_of("de-CH")


def test_time_element_carries_the_zone():
    """People read the local minute, machines the second and the offset."""
    assert dates.clock(PUBLISHED, BEIJING, CHINESE) == (
        '<time datetime="2021-12-31T07:55:44+08:00">07:55</time>'
    )
    assert ">2021年12月31日 07:55<" in dates.full_clock(PUBLISHED, BEIJING, CHINESE)


def test_day_is_the_sites():
    """Late evening in UTC is the next day in Beijing."""
    assert dates.local_day(PUBLISHED, BEIJING) == date(2021, 12, 31)


def test_a_date_says_its_language_among_borrowed_words():
    """German has dates but no words: its page is English, and its dates are not."""
    day = date(2021, 12, 31)
    assert dates.weekday_clock(day, CHINESE) == (
        '<time datetime="2021-12-31">2021年12月31日星期五</time>'
    )
    assert dates.weekday_clock(day, GERMAN) == (
        '<time datetime="2021-12-31" lang="de-CH" dir="ltr">Freitag, 31. Dezember 2021</time>'
    )


def test_zone_name_follows_summer_time():
    """It is that of the moment shown, not of today."""
    summer = datetime(2021, 7, 1, tzinfo=UTC)
    assert dates.zone_name(PUBLISHED, ZoneInfo("Europe/Zurich"), GERMAN) == "MEZ"
    assert dates.zone_name(summer, ZoneInfo("Europe/Zurich"), GERMAN) == "MESZ"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, False), (15, False), (16, True), (86400, True)]
)
def test_update_is_shown_when_the_minute_differs(seconds, shown):
    """07:55:44 and 07:55:59 read the same; 07:56:00 does not."""
    updated = PUBLISHED + timedelta(seconds=seconds)
    assert dates.was_updated(replace(ARTICLE, updated_at=updated)) is shown
