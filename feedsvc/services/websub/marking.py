"""Marking: subscriptions fall due as the change line moves.

This follows the line without a lease: all of its work is one write, which nobody can see half
done, and does no harm twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from feedsvc.store.database.engine import Database
from feedsvc.store.subscriptions import deliveries


@dataclass(frozen=True, slots=True)
class Marking:
    """Follower of the change line.

    Attributes:
        clock: the time now, aware UTC.
    """

    database: Database
    clock: Callable[[], datetime]

    def mark(self) -> None:
        """Let the subscriptions be due whose topics have changed since the last time.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        with self.database.read() as snapshot:
            is_behind = deliveries.unmarked(snapshot) is not None
        if is_behind:
            with self.database.write() as connection:
                deliveries.mark(connection, self.clock())
