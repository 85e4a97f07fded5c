"""Standing memory: codes that were asked for lately, while nothing changes.

A link that goes round is asked for thousands of times a minute, and what it leads to
hangs on the change line alone. So its standing is kept for as long as the line stands
still, which is looked up twenty times a second and no more: so soon a retraction is seen.
"""

import time

from sqlalchemy import select

from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles import standings
from feedsvc.store.articles.standings import Standing
from feedsvc.store.database.engine import Database
from feedsvc.store.database.tables import site

_LOOKED_UP_EVERY_S = 0.05
_MAX_KEPT = 20_000  # codes: some 10 MB


class StandingMemory:
    """Standings by info code; safe from every thread, and one for all scripts."""

    def __init__(self, database: Database) -> None:
        """Begin with nothing kept."""
        self._database = database
        self._kept: dict[InfoCode, Standing] = {}
        self._revision = -1
        self._looked_up_at = 0.0

    def find_by_code(self, code: InfoCode) -> Standing | None:
        """Where an info code leads, or did just now; None if it was never seen.

        Raises:
            DatabaseUnusable: the database cannot be reached.
        """
        if time.monotonic() - self._looked_up_at >= _LOOKED_UP_EVERY_S:
            self._look_up()
        # What is read now goes into the memory that was asked: not into one that begins
        # meanwhile, for which it may be too old.
        kept = self._kept
        if (standing := kept.get(code)) is not None:
            return standing
        with self._database.find() as connection:
            standing = standings.find_by_code(connection, code)
        if standing is not None and len(kept) < _MAX_KEPT:
            kept[code] = standing
        return standing

    def _look_up(self) -> None:
        """Forget everything if the change line has moved, or the memory is full."""
        now = time.monotonic()
        with self._database.find() as connection:
            revision: int = connection.execute(select(site.c.revision)).scalar_one()
        if revision != self._revision or len(self._kept) >= _MAX_KEPT:
            self._kept = {}
        self._revision, self._looked_up_at = revision, now
