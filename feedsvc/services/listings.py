"""Listings that people page through, back to the first article."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from feedsvc.errors import ArticleNotFound, NotFound
from feedsvc.model.article import Headline
from feedsvc.model.info_code import InfoCode, find_info_code
from feedsvc.model.listing import Day, IndexEntry, Listing
from feedsvc.model.stream import SITE, StreamKind, StreamRef, require_shown
from feedsvc.store.articles import headlines
from feedsvc.store.database.engine import Database, Snapshot
from feedsvc.store.streams import streams

PAGE_HEADLINES = 40
_LATEST = 10
_ONE_DAY = timedelta(days=1)
# Beyond these, midnights and neighbouring days are outside datetime's range.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Listings:
    """Listings of a category, a source, a day or the whole site.

    Attributes:
        zone: whose days the day pages are.
    """

    database: Database
    zone: ZoneInfo

    def listing(self, ref: StreamRef, before: str | None) -> Listing:
        """One page of a stream's headlines.

        Args:
            before: the info code of the article that the page starts behind.

        Raises:
            StreamNotFound: no such stream.
            StreamRetired: it is a category that was retired.
            ArticleNotFound: `before` is no article's code.
        """
        with self.database.read() as snapshot:
            stream = streams.get(snapshot, ref)
            require_shown([stream])
            start = self._start(snapshot, before)
            found = headlines.latest_in_stream(
                snapshot, stream.id, before=start, limit=PAGE_HEADLINES + 1
            )
        page, older = _page(found)
        return Listing(stream, page, start, older)

    def day(self, day: date, before: str | None) -> Day:
        """One page of a day's headlines.

        Raises:
            NotFound: nothing was published then.
            ArticleNotFound: `before` is no article's code.
        """
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise NotFound("day", day.isoformat())
        since, until = self._midnight(day), self._midnight(day + _ONE_DAY)
        with self.database.read() as snapshot:
            start = self._start(snapshot, before)
            found = headlines.latest_between(
                snapshot, since, until, before=start, limit=PAGE_HEADLINES + 1
            )
            earlier = headlines.latest_before(snapshot, since)
            later = headlines.first_since(snapshot, until)
        if not found:
            raise NotFound("day", day.isoformat())
        page, older = _page(found)
        return Day(day, page, start, older, self._day_of(earlier), self._day_of(later))

    def of_day(self, day: date) -> tuple[Headline, ...]:
        """The newest headlines of one day of the site's zone; none if it has none."""
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return ()
        since, until = self._midnight(day), self._midnight(day + _ONE_DAY)
        with self.database.read() as snapshot:
            found = headlines.latest_between(
                snapshot, since, until, before=None, limit=_LATEST
            )
        return tuple(found)

    def index(self, kind: StreamKind) -> list[IndexEntry]:
        """Every category that was not retired, or every listed source; counts of articles."""
        with self.database.read() as snapshot:
            return streams.index(snapshot, kind)

    def latest(self) -> tuple[Headline, ...]:
        """The site's newest headlines, for pages that help a person on."""
        with self.database.read() as snapshot:
            site = streams.get(snapshot, SITE)
            found = headlines.latest_in_stream(
                snapshot, site.id, before=None, limit=_LATEST
            )
        return tuple(found)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def _day_of(self, moment: datetime | None) -> date | None:
        return moment.astimezone(self.zone).date() if moment else None

    @staticmethod
    def _start(snapshot: Snapshot, before: str | None) -> InfoCode | None:
        if before is None:
            return None
        code = find_info_code(before)
        if code is None or not headlines.exists(snapshot, code):
            raise ArticleNotFound(before)
        return code


def _page(found: list[Headline]) -> tuple[tuple[Headline, ...], InfoCode | None]:
    """A page of headlines, and where the next one starts, if one more was found."""
    page = tuple(found[:PAGE_HEADLINES])
    return page, page[-1].info_code if len(found) > len(page) else None
