"""The one clock of a running service; everything else takes the time as an argument."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time now, aware UTC."""
    return datetime.now(UTC)
