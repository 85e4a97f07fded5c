"""Clock: times in the site's zone, in both languages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from feedsvc.site.view import dates
from feedsvc.site.words.languages import words
from tests.site.samples import ARTICLE, BEIJING, PUBLISHED

CHINESE, ENGLISH = words("zh-CN"), words("en")


def test_time_element_carries_the_zone():
    """People read the local minute, machines the second and the offset."""
    assert dates.clock(PUBLISHED, BEIJING) == (
        '<time datetime="2021-12-31T07:55:44+08:00">07:55</time>'
    )
    assert ">2021年12月31日 07:55<" in dates.full_clock(PUBLISHED, BEIJING, CHINESE)
    assert ">31 December 2021 07:55<" in dates.full_clock(PUBLISHED, BEIJING, ENGLISH)


def test_day_is_the_sites():
    """Late evening in UTC is the next day in Beijing."""
    assert dates.local_day(PUBLISHED, BEIJING) == date(2021, 12, 31)


def test_weekday_is_named():
    """Days are named alike in both languages."""
    day = date(2021, 12, 31)
    assert dates.weekday_name(day, CHINESE) == "2021年12月31日 星期五"
    assert dates.weekday_name(day, ENGLISH) == "Friday, 31 December 2021"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Asia/Shanghai", "北京时间"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/New_York", "UTC-5"),
        ("Africa/Abidjan", "UTC"),
    ],
)
def test_zone_is_named(zone, name):
    """The one zone with a name that everybody knows has it; the others say their offset."""
    assert dates.zone_name(PUBLISHED, ZoneInfo(zone), CHINESE) == name


def test_zone_name_follows_summer_time():
    """An offset is that of the moment shown, not of today."""
    summer = datetime(2021, 7, 1, tzinfo=UTC)
    assert dates.zone_name(summer, ZoneInfo("America/New_York"), ENGLISH) == "UTC-4"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, False), (15, False), (16, True), (86400, True)]
)
def test_update_is_shown_when_the_minute_differs(seconds, shown):
    """07:55:44 and 07:55:59 read the same; 07:56:00 does not."""
    updated = PUBLISHED + timedelta(seconds=seconds)
    assert dates.was_updated(replace(ARTICLE, updated_at=updated)) is shown
