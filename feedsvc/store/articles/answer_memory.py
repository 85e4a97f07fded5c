"""Answer memory: codes that were asked for lately, while nothing changes.

A popular link is requested thousands of times a minute, and its answer depends on the
change line alone. So the answer is kept until the line moves. That is looked up at most
twenty times a second, so a retraction is seen within a twentieth of a second.
"""

import time
from math import inf

from feedsvc.model.answer import Published, Withdrawn
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles import answers
from feedsvc.store.changes import change_line
from feedsvc.store.database.engine import Database

_LOOKED_UP_EVERY_S = 0.05
_MAX_KEPT = 20_000  # codes: some 10 MB


class AnswerMemory:
    """Answers by info code; safe from every thread, and one for all scripts.

    Attributes:
        look_up_every_s: how long the change line counts as unmoved.
    """

    look_up_every_s = _LOOKED_UP_EVERY_S

    def __init__(self, database: Database) -> None:
        """Begin with nothing kept."""
        self._database = database
        self._kept: dict[InfoCode, Published | Withdrawn] = {}
        self._revision = -1
        self._looked_up_at = -inf

    def find_by_code(self, code: InfoCode) -> Published | Withdrawn | None:
        """Answer for an info code, from memory if it is there; None if it is unknown.

        Raises:
            DatabaseUnusable: the database cannot be reached.
        """
        if time.monotonic() - self._looked_up_at >= self.look_up_every_s:
            self._look_up()
        # The answer goes into the memory that was asked, not into one begun meanwhile,
        # for which it may be too old.
        kept = self._kept
        if (answer := kept.get(code)) is not None:
            return answer
        with self._database.find() as connection:
            answer = answers.find_by_code(connection, code)
        if answer is not None and len(kept) < _MAX_KEPT:
            kept[code] = answer
        return answer

    def at_hand(self, code: InfoCode) -> Published | Withdrawn | None:
        """Answer for an info code, if it need not be looked up; None otherwise."""
        # The time first: it is written last, so what is read after it is no older.
        is_fresh = time.monotonic() - self._looked_up_at < self.look_up_every_s
        return self._kept.get(code) if is_fresh else None

    def _look_up(self) -> None:
        """Forget everything if the change line has moved, or the memory is full."""
        now = time.monotonic()
        with self._database.find() as connection:
            revision = change_line.current(connection)
        if revision != self._revision or len(self._kept) >= _MAX_KEPT:
            self._kept = {}
        self._revision, self._looked_up_at = revision, now
