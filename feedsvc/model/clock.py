"""The one clock of a running service; everything else takes the time as an argument.

docs/adr/0021-clock.md says when a time is clearly wrong.
"""

from datetime import UTC, datetime, timedelta

# The year in which this version was made: a correct clock shows no earlier one.
MADE = datetime(2026, 1, 1, tzinfo=UTC)

_LONGEST_REST = timedelta(
    days=5 * 365
)  # of a site that was neither changed nor upgraded
_FAR = timedelta(days=365)
_SLACK = timedelta(days=1)


def utc_now() -> datetime:
    """The time now, aware UTC."""
    return datetime.now(UTC)


def is_behind(now: datetime, newest: datetime) -> bool:
    """True if a clock is clearly slow: before this version, or before stored changes.

    Args:
        now: the clock's time.
        newest: time of the last change in the store.
    """
    return now < min(MADE, newest) - _SLACK


def is_ahead(now: datetime, newest: datetime) -> bool:
    """True if a clock is clearly fast, by years; arguments as for `is_behind`."""
    return now > max(MADE, newest) + _LONGEST_REST


def latest_believed(now: datetime) -> datetime:
    """The latest stored time that later changes come after; one beyond it is an error."""
    return now + _FAR if now >= MADE else datetime.max.replace(tzinfo=UTC)
