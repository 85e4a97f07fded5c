"""Backoff: when a failed delivery is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.services.websub.backoff import again_at

NOW = datetime(2022, 6, 1, 12, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("attempts", "least_s", "most_s"),
    [
        (0, 5, 10),
        (1, 10, 20),
        (2, 20, 40),
        (8, 1280, 2560),
        (9, 1800, 3600),
        (99, 1800, 3600),
    ],
)
def test_each_failure_doubles_the_wait(attempts: int, least_s: int, most_s: int):
    """Up to an hour, and never the same for all."""
    waits = {
        again_at(NOW, attempts=attempts, failing_since=NOW, retry_after="")
        for _ in range(20)
    }
    assert len(waits) > 1
    for wait in waits:
        assert wait is not None
        assert least_s * SECOND <= wait - NOW <= most_s * SECOND


def test_it_ends_after_a_day():
    """The day begins with the first of the failures."""
    for hours, is_over in ((23.9, False), (24, True)):
        since = NOW - hours * HOUR
        again = again_at(NOW, attempts=30, failing_since=since, retry_after="")
        assert (again is None) == is_over


@pytest.mark.parametrize(
    ("asked", "least"),
    [
        ("7200", 2 * HOUR),
        (" 7200 ", 2 * HOUR),
        ("Wed, 01 Jun 2022 14:00:00 GMT", 2 * HOUR),
        ("Wed, 01 Jun 2022 14:00:00", 2 * HOUR),
        ("999999999999", 24 * HOUR),
        ("Wed, 01 Jun 2122 14:00:00 GMT", 24 * HOUR),
        ("0", 5 * SECOND),
        ("Wed, 01 Jun 2002 14:00:00 GMT", 5 * SECOND),
        ("-1", 5 * SECOND),
        ("²", 5 * SECOND),
        ("soon", 5 * SECOND),
        ("", 5 * SECOND),
    ],
)
def test_what_a_subscriber_asks_for_counts(asked: str, least: timedelta):
    """In seconds or as a date, for a day at most, and never less than usual."""
    again = again_at(NOW, attempts=0, failing_since=None, retry_after=asked)
    assert again is not None
    assert least <= again - NOW <= max(least, 10 * SECOND)
