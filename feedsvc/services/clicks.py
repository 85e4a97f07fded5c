"""Clicks on share links, noted by requests and written down in batches.

A request pays for one `append`. The flush does the rest in a thread of its own: work
after an answer would delay the next request, which needs the interpreter. A kill loses
the clicks since the last flush; a stop loses none, because it flushes once more.
"""

import json
import re
from collections import Counter, deque
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

from feedsvc.log import warn
from feedsvc.model.agent import is_robot
from feedsvc.model.channel import channel_of
from feedsvc.model.click import Click, Kind, Miss, Opened
from feedsvc.store.clicks import counts
from feedsvc.store.database.engine import Database

CODES_A_DAY = 1_000  # unknown codes counted by name, by all processes together
_TOGETHER = 25  # patterns
KEPT_DAYS = 90  # unknown codes are kept so long; articles' counts for good
# While the database cannot be written, memory stays bounded: the oldest clicks are
# dropped, and no new totals are started.
_MAX_NOTED = 20_000
_MAX_SUMS = 100_000
_KNOWN_AGENTS = 4_096
# Versions turn one agent into many, and do not tell a person from a robot.
_VERSION = re.compile(r"(?<=/)\d[\d._]*")


class ClickCounter:
    """Clicks that wait to be written down."""

    def __init__(
        self,
        database: Database,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        own_host: str,
    ) -> None:
        """Begin with nothing counted.

        Args:
            database: where counts are written.
            zone: whose days they are counted by.
            clock: the time now, aware UTC.
            own_host: of this site's pages, in lower case.
        """
        self._database = database
        self._zone = zone
        self._clock = clock
        self._own_host = own_host
        self._noted: deque[Opened] = deque(maxlen=_MAX_NOTED)
        self._clicks: Counter[Click] = Counter()
        self._misses: Counter[Miss] = Counter()
        self._flushing = Lock()
        self._is_full = False

    def note(self, opened: Opened) -> None:
        """Take note of a share link that was opened; safe from every thread."""
        if len(self._noted) == _MAX_NOTED:
            self._is_full = True
        self._noted.append(opened)

    def flush(self) -> None:
        """Write down the clicks noted so far; on failure they are kept for next time.

        Raises:
            DatabaseUnusable: it takes no writes.
        """
        with self._flushing:
            if self._is_full:
                self._is_full = False
                warn("clicks-lost", clicks=_MAX_NOTED)
            today = self._clock().astimezone(self._zone).date()
            for _ in range(len(self._noted)):
                self._sum_up(today, self._noted.popleft())
            if self._clicks or self._misses:
                self._write(today)
                self._clicks.clear()
                self._misses.clear()

    @property
    def unwritten(self) -> int:
        """Number of links opened that are not written down yet."""
        return len(self._noted) + self._clicks.total() + self._misses.total()

    def _sum_up(self, day: date, opened: Opened) -> None:
        kind = kind_of(opened.agent)
        if opened.article_id is None:
            miss = Miss(day, opened.code, kind)
            is_full = len(self._misses) >= 2 * CODES_A_DAY
            if is_full and miss not in self._misses:
                miss = Miss(day, None, kind)
            self._misses[miss] += 1
            return
        channel = channel_of(opened.referer, opened.query, own_host=self._own_host)
        click = Click(day, opened.article_id, channel, kind)
        if click in self._clicks or len(self._clicks) < _MAX_SUMS:
            self._clicks[click] += 1

    def _write(self, today: date) -> None:
        with self._database.write() as connection:
            counts.add(connection, self._clicks)
            if self._misses:
                counts.add_misses(connection, self._misses, codes_a_day=CODES_A_DAY)
                counts.forget_misses(connection, today - timedelta(days=KEPT_DAYS))


@lru_cache(_KNOWN_AGENTS)  # in memory alone; of some phones there are many
def kind_of(agent: str) -> Kind:
    """BOT or HUMAN by user agent."""
    return _kind_of_any(_VERSION.sub("0.0", agent))


@lru_cache(_KNOWN_AGENTS)
def _kind_of_any(agent: str) -> Kind:
    """BOT or HUMAN by a user agent without its version."""
    return Kind.BOT if is_robot(agent, _listed()) else Kind.HUMAN


@cache
def _listed() -> tuple[re.Pattern[str], ...]:
    """The crawlers of `crawler-user-agents`, several a pattern: one of all is slower.

    Read from its file: the package itself reads it in the locale's encoding, and cannot
    be imported where that is not UTF-8.
    """
    package = find_spec("crawleruseragents")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("crawleruseragents")
    file = Path(package.origin).with_name("crawler-user-agents.json")
    listed = [robot["pattern"] for robot in json.loads(file.read_bytes())]
    return tuple(
        re.compile("|".join(listed[first : first + _TOGETHER]))
        for first in range(0, len(listed), _TOGETHER)
    )
