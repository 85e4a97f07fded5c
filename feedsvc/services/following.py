"""Following: work that follows the change line, one change after the other.

For work that must hear of each change: cards, a hub's pings, a search index or a
mirror. Each kind of work has a name, and the store keeps its place.

    following = Following(database, "search", utc_now)
    while step := following.next_step():
        ...  # of step.streams and step.articles; following.hold() where it takes long
        following.finish()

Several processes may follow under one name, and only one has a step at a time. If it is
killed, another gets the step when the lease is over: a step's work may be repeated, and
is never skipped. A follower that is behind hears of each article once, at its last
change. Knows nothing of the work itself.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from feedsvc.store.changes import followers
from feedsvc.store.changes.followers import Step
from feedsvc.store.database.engine import Database, Snapshot

_LEASE = timedelta(seconds=60)


class Following:
    """One follower, for one thread."""

    def __init__(
        self,
        database: Database,
        name: str,
        clock: Callable[[], datetime],
        *,
        by: Callable[[Snapshot, int], Step | None] = followers.next_step,
    ) -> None:
        """Follow under a name; the place behind which it begins is in the store.

        Args:
            database: that is followed.
            name: of the work.
            clock: the time now, aware UTC.
            by: reads the next step after a revision: `followers.stretch` takes all changes
                in one.
        """
        self._database = database
        self._name = name
        self._clock = clock
        self._by = by
        self._step: Step | None = None
        self._held = clock()  # until when

    def next_step(self) -> Step | None:
        """The next change, for us alone; None if there is none, or another has it.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        now = self._clock()
        with self._database.read() as snapshot:
            place = followers.place(snapshot, self._name)
            step = self._by(snapshot, place.revision)
        if step is None or not place.is_free(now):
            return None
        until = now + _LEASE
        with self._database.write() as connection:
            is_ours = followers.claim(
                connection, self._name, place.revision, now=now, until=until
            )
        self._step, self._held = (step, until) if is_ours else (None, self._held)
        return self._step

    def hold(self) -> bool:
        """Keep the step for another half minute at least.

        False if another process has taken it, and begins it anew. No need to call it
        for a step of less than a minute.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        now = self._clock()
        if now < self._held - _LEASE / 2:
            return True
        until = now + _LEASE
        with self._database.write() as connection:
            is_ours = followers.renew(connection, self._name, self._held, until=until)
        self._held = until if is_ours else self._held
        return is_ours

    def finish(self) -> None:
        """Note that the step is done, which lets the next one begin.

        Raises:
            DatabaseUnusable: the database takes no writes; it may be called again.
        """
        if self._step is not None:
            with self._database.write() as connection:
                followers.finish(
                    connection, self._name, self._held, self._step.revision
                )
        self._step = None
