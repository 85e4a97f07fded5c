"""Backoff: when a delivery that failed is tried again, and when no more. Pure rules."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from secrets import SystemRandom

_FIRST, _LONGEST = timedelta(seconds=10), timedelta(hours=1)
_GIVEN_UP_AFTER = timedelta(hours=24)
_random = SystemRandom()


def again_at(
    now: datetime, *, attempts: int, failing_since: datetime | None, retry_after: str
) -> datetime | None:
    """Moment of the next attempt; None once it has failed for a day.

    Twice as long after each failure, and never for all at the same moment.

    Args:
        now: when it failed.
        attempts: how often it had failed before.
        failing_since: when that began; None if it has only now.
        retry_after: what the subscriber asks for, as its header has it (RFC 9110
            §10.2.3), or empty.
    """
    if failing_since is not None and now - failing_since >= _GIVEN_UP_AFTER:
        return None
    usual = min(_LONGEST, _FIRST * (1 << min(attempts, 10))) * _random.uniform(0.5, 1)
    asked = min(_asked(now, retry_after), _GIVEN_UP_AFTER)
    return now + max(usual, asked)


def _asked(now: datetime, retry_after: str) -> timedelta:
    """Time that a subscriber asks us to wait; none if it is not understood."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return timedelta(seconds=min(int(text[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year or an offset beyond any
        return timedelta(0)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta(0))
