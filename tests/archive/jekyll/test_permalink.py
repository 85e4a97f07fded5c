"""Permalinks and dates, as Jekyll read and served them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.archive.jekyll.permalink import (
    day_as_utc,
    has_zone,
    permalink,
    raw_name_path,
    read_date,
    title_part,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = [SHANGHAI, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/New_York")]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2021-12-08 10:46:18 +0800", 2),
        ("2021-12-08 10:46:18 +08:00", 2),
        ("2021-12-08 10:46:18", 2),
        ("2021-12-08T10:46:18Z", 10),
        ("2021-12-08 10:46:18.123 +0000", 10),
        (" 2021-12-08 10:46:18-0500 ", 15),
    ],
)
def test_dates_with_and_without_a_zone(text: str, hour: int):
    """Without one, the site's is meant."""
    assert read_date(text, SHANGHAI) == datetime(2021, 12, 8, hour, 46, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "+0800", "今天", "2024-02-30", "2021-13-01", "2021-12-08 25:00", "20211208",
        "0001-01-01 00:00", "9999-12-31 23:59", "2021-12-08 10:00 +9900", "0000-00-00",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str):
    """Days that never were, and those that no zone can show."""
    assert read_date(text, SHANGHAI) is None


@given(
    st.datetimes().map(str) | st.from_regex(r"\A\d{4}-\d\d-\d\d \d\d:\d\d [+-]\d{4}\Z"),
    st.sampled_from(ZONES),
)
def test_any_readable_date_can_be_shown_in_any_zone(text: str, zone: ZoneInfo):
    """A path needs the day in the site's zone."""
    read = read_date(text, zone)
    if read is not None:
        assert all(read.astimezone(other).utcoffset() is not None for other in ZONES)
        assert has_zone(text) or day_as_utc(text, zone) is not None


@pytest.mark.parametrize(
    ("category", "lower", "raw"),
    [
        ("TechWeb", "/techweb/2021/12/08/x.html", "/TechWeb/2021/12/08/x.html"),
        ("a  B", "/a/b/2021/12/08/x.html", "/a/B/2021/12/08/x.html"),
        ("", "/2021/12/08/x.html", "/2021/12/08/x.html"),
    ],
)
def test_the_category_s_words_are_folders(category: str, lower: str, raw: str):
    """In lower case, and as people linked to them."""
    day = datetime(2021, 12, 8, tzinfo=SHANGHAI)
    assert permalink(category, day, "x") == lower
    assert raw_name_path(category, day, "x") == raw


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("_posts/2021-12-08-NW1.md", "NW1"),
        ("_posts/-202112080000000001.md", "202112080000000001"),
        ("old_post/2021-12-08-a.b-c.markdown", "a.b-c"),
        ("init.html", "init"),
    ],
)
def test_the_title_of_a_path_is_its_file_s_name(path: str, title: str):
    """Without date and ending."""
    assert title_part(path) == title
