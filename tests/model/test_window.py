"""The window (D5): how much a current document holds, and how often to ask for it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model import window

NEWEST = datetime(2022, 5, 1, 8, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ARTICLES = st.lists(
    st.tuples(st.timedeltas(timedelta(), 3 * DAY), st.integers(0, 60_000)), max_size=260
)


def length(every: timedelta, count: int = window.MAX_ENTRIES, size: int = 1_000) -> int:
    """The window of articles that came so often, each so large."""
    return window.length([(NEWEST - every * number, size) for number in range(count)])


@pytest.mark.parametrize("count", [0, 1, 49, 50])
def test_few_articles_are_all_there(count: int) -> None:
    """Rule 25: up to 50, however old and large."""
    assert length(900 * DAY, count, window.MAX_BYTES) == count


def test_a_slow_category_shows_fifty() -> None:
    """Rule 25: bounded size; a day without a burst adds nothing."""
    assert length(DAY) == 50


def test_a_burst_loses_nothing() -> None:
    """jekyll-feed #193: everything of the last 24 hours is there, and no more."""
    assert length(DAY / 120) == 121
    assert length(DAY / 120 + timedelta(microseconds=1)) == 120


def test_a_burst_is_bounded_by_entries() -> None:
    """200 at most, however fast they come."""
    assert length(MINUTE) == 200
    assert length(timedelta(), 300) == 200


def test_a_burst_is_bounded_by_bytes() -> None:
    """1 MiB of bodies at most, to the byte; the 50 are there whatever they weigh."""
    assert length(MINUTE, size=window.MAX_BYTES // 64) == 64
    assert length(MINUTE, size=window.MAX_BYTES // 64 + 1) == 63
    assert length(MINUTE, size=window.MAX_BYTES) == 50


@given(ARTICLES, st.timedeltas(-9_000 * DAY, 9_000 * DAY))
def test_a_window_knows_no_now(
    articles: list[tuple[timedelta, int]], later: timedelta
) -> None:
    """Moved to any other time, the same articles make the same window and pace."""
    then = [(NEWEST - age, size) for age, size in sorted(articles)]
    moved = [(published + later, size) for published, size in then]
    assert window.length(then) == window.length(moved)
    assert window.ttl_s([at for at, _ in then]) == window.ttl_s([at for at, _ in moved])


@pytest.mark.parametrize(
    ("every", "ttl_s"),
    [
        (DAY, 1800),
        (30 * MINUTE, 1800),
        (29 * MINUTE, 900),
        (15 * MINUTE, 900),
        (14 * MINUTE, 600),
        (10 * MINUTE, 600),
        (6 * MINUTE, 300),
        (timedelta(), 300),
    ],
)
def test_pace_follows_arrivals(every: timedelta, ttl_s: int) -> None:
    """Rule 12: a busy category is asked for more often than a slow one."""
    assert window.ttl_s([NEWEST - every * number for number in range(50)]) == ttl_s


@pytest.mark.parametrize("published", [[], [NEWEST]])
def test_nothing_to_tell_a_pace_by(published: list[datetime]) -> None:
    """A new category is slow until it shows otherwise."""
    assert window.ttl_s(published) == 1800


def test_only_the_last_arrivals_count() -> None:
    """What a category was like before its last twenty does not hold readers back."""
    busy = [NEWEST - MINUTE * number for number in range(20)]
    assert window.ttl_s([*busy, NEWEST - 900 * DAY]) == 300


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=30))
def test_a_pace_divides_an_hour(published: list[datetime]) -> None:
    """Rule 12: Cache-Control, RSS's ttl and sy: can all say it."""
    ttl_s = window.ttl_s(sorted(published, reverse=True))
    assert 3600 % ttl_s == 0
    assert ttl_s % 60 == 0
