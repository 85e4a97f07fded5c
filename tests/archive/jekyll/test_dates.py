"""Dates, as Ruby and so Jekyll reads them; times here were asked of Ruby 3.1."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.archive.jekyll.dates import day_as_utc, has_zone, read_date

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = [SHANGHAI, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/New_York")]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2021-12-08 10:46:18 +0800", 2),
        ("2021-12-08 10:46:18 +08:00", 2),
        ("2021-12-08 10:46:18 +08", 2),
        ("2021-12-08 10:46:18 +8", 2),
        ("2021-12-08 10:46:18", 2),
        ("2021-12-08  10:46:18", 2),
        ("2021/12/08 10:46:18 AM", 2),
        ("2021.12.08 10:46:18", 2),
        ("08/12/2021 10:46:18", 2),
        ("2021-12-08T10:46:18Z", 10),
        ("2021-12-08T10:46:18.123+08:00", 2),
        ("2021-12-08 10:46:18.123 +0000", 10),
        (" 2021-12-08 10:46:18-0500 ", 15),
        ("2021-12-08 10:46:18 UTC", 10),
        ("2021-12-08 10:46:18 CST", 16),
        ("2021-12-08 10:46:18 PST", 18),
        ("2021-12-08 10:46:18 Asia/Shanghai", 2),
        ("2021-12-08 10:46:18 UTC+8", 2),
        ("2021-12-08 10:46:18 GMT+0800 (CST)", 2),
        ("Wed, 08 Dec 2021 10:46:18 GMT", 10),
        ("Wed Dec 8 10:46:18 CST 2021", 16),
        ("Dec 8, 2021 at 10:46:18 am", 2),
        ("20211208T104618", 2),
        ("2021年12月8日 10:46:18", 2),
    ],
)
def test_dates_with_and_without_a_zone(text: str, hour: int):
    """Without one, the site's is meant; CST is America's, as it is to Ruby."""
    assert read_date(text, SHANGHAI) == datetime(2021, 12, 8, hour, 46, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2021-12-08", "2021-12-07 16:00"),
        ("2021-12-8", "2021-12-07 16:00"),
        ("20211208", "2021-12-07 16:00"),
        ("8 December 2021", "2021-12-07 16:00"),
        ("December 8th, 2021 8pm", "2021-12-08 12:00"),
        ("2021-12-08 12:30 AM", "2021-12-07 16:30"),
        ("2021-12-08 24:00", "2021-12-08 16:00"),
        ("2021-12-08 8", "2021-12-08 00:00"),
    ],
)
def test_dates_of_fewer_parts(text: str, utc: str):
    """The day begins in the site's zone."""
    assert read_date(text, SHANGHAI) == datetime.fromisoformat(f"{utc}+00:00")


@pytest.mark.parametrize(
    "text",
    [
        "", "+0800", "今天", "2024-02-30", "2021-13-01", "2021-12-08 25:00", "12/31/2021",
        "0001-01-01 00:00", "9999-12-31 23:59", "2021-12-08 10:00 +9900", "0000-00-00",
        "8:00", "2021-12", "2021-12-08 13:00 pm", "2021-12-08 10:00 Nowhere",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str):
    """Days that never were, and those that no zone can show."""
    assert read_date(text, SHANGHAI) is None


def test_only_a_timestamp_of_yaml_was_read_as_utc():
    """Jekyll takes every other form for local time, as we do."""
    evening = day_as_utc("2021-12-08 20:00:00", SHANGHAI)
    assert evening is not None
    assert evening.day == 9
    assert day_as_utc("2021-12-08", ZoneInfo("America/New_York")) is None
    assert day_as_utc("2021/12/08 20:00", SHANGHAI) is None


@given(
    st.text(max_size=40)
    | st.datetimes().map(str)
    | st.from_regex(r"\A\d{4}-\d\d-\d\d \d\d:\d\d [+-]\d{4}\Z"),
    st.sampled_from(ZONES),
)
def test_any_readable_date_can_be_shown_in_any_zone(text: str, zone: ZoneInfo):
    """A path needs the day in the site's zone."""
    read = read_date(text, zone)
    if read is not None:
        assert all(read.astimezone(other).utcoffset() is not None for other in ZONES)
        assert has_zone(text) in {True, False}
