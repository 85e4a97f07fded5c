"""Loads of partners' frames, noted by requests and written down in batches.

As with clicks, a kill loses those since the last flush. Nothing says who loaded one.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from threading import Lock
from zoneinfo import ZoneInfo

from feedsvc.store import partners
from feedsvc.store.database.engine import Database


class LoadCounter:
    """Loads that wait to be written down."""

    def __init__(
        self, database: Database, zone: ZoneInfo, clock: Callable[[], datetime]
    ) -> None:
        """Begin with nothing counted.

        Args:
            zone: whose days they are counted by.
            clock: the time now, aware UTC.
        """
        self._database = database
        self._zone = zone
        self._clock = clock
        self._loads: Counter[tuple[date, str]] = Counter()
        self._lock = Lock()

    def note(self, key: str) -> None:
        """Count one load under a known partner's key; safe from every thread."""
        day = self._clock().astimezone(self._zone).date()
        with self._lock:
            self._loads[day, key] += 1

    def flush(self) -> None:
        """Write down the loads so far; on failure they are kept for next time.

        Raises:
            DatabaseUnusable: it takes no writes.
        """
        with self._lock:
            waiting = self._loads.copy()
        if not waiting:
            return
        with self._database.write() as connection:
            for day in sorted({day for day, _ in waiting}):
                of_day = {key: n for (at, key), n in waiting.items() if at == day}
                partners.add_loads(connection, day, of_day)
        with self._lock:
            self._loads -= waiting

    @property
    def unwritten(self) -> int:
        """Number of loads that are not written down yet."""
        return self._loads.total()
