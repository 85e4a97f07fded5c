"""Statistics: counts of followed share links, for holders of a token."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from feedsvc.model.statistics import Count, Report
from feedsvc.store.clicks import reports
from feedsvc.store.database.engine import Database

MAX_DAYS = 366


@dataclass(frozen=True, slots=True)
class Statistics:
    """Statistics of the site, over one database.

    Attributes:
        zone: whose days clicks are counted by.
        clock: the time now, aware UTC.
    """

    database: Database
    zone: ZoneInfo
    clock: Callable[[], datetime]

    def report(self, *, days: int, top: int) -> Report:
        """Counts of the last days, today included.

        Args:
            days: 1 to MAX_DAYS.
            top: how many articles, and how many unknown codes.
        """
        until = self.clock().astimezone(self.zone).date()
        since = until - timedelta(days=days - 1)
        with self.database.read() as snapshot:
            counted = reports.by_day(snapshot, since, until)
            channels = reports.by_channel(snapshot, since, until)
            articles = reports.top_articles(snapshot, since, until, limit=top)
            unknown = reports.top_unknown(snapshot, since, until, limit=top)
            unknown_total = reports.unknown_total(snapshot, since, until)
        every_day = (since + timedelta(days=n) for n in range(days))
        return Report(
            days=tuple((day, counted.get(day, Count())) for day in every_day),
            channels=tuple(channels),
            articles=tuple(articles),
            unknown=tuple(unknown),
            unknown_total=unknown_total,
        )
