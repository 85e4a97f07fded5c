"""The change line: one number that moves whenever anything a reader can see moves.

Taking the next number is the first statement of a write transaction, and it locks the
one row that holds it. So writers queue, nobody sees a number before its rows, and what a
transaction reads after that cannot change under it: no upserts, no retries.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from feedsvc.store import windows
from feedsvc.store.change import Change
from feedsvc.store.engine import Database
from feedsvc.store.tables import epochs, site, streams

_SECOND = timedelta(seconds=1)


@contextmanager
def begin_change(database: Database, now: datetime) -> Iterator[Change]:
    """A write transaction on the next revision; steps back if nothing visible changed.

    Stepping back is safe because the row stays locked until commit: nobody saw the
    number, and importing the same archive twice moves nothing.

    A revision is at least the time in seconds, so that a database restored from a backup
    never gives out again what it gave out before: clients still hold tags of it.
    """
    with database.write() as connection:
        following = site.c.revision + 1
        statement = update(site).values(revision=following).returning(site.c.revision)
        counted = connection.execute(statement).scalar_one()
        change = Change(connection, max(counted, int(now.timestamp())), now)
        yield change
        windows.refresh(change)
        kept = change.revision if change.is_visible else counted - 1
        if kept != counted:
            connection.execute(update(site).values(revision=kept))


def current(connection: Connection) -> int:
    """The last revision that was committed."""
    revision: int = connection.execute(select(site.c.revision)).scalar_one()
    return revision


def find_epoch_began(connection: Connection, epoch: str) -> datetime | None:
    """When an epoch began, or None if it was never entered."""
    query = select(epochs.c.began_at).where(epochs.c.hash == epoch)
    return connection.execute(query).scalar_one_or_none()


def epoch_began(change: Change, epoch: str) -> datetime:
    """When an epoch began: now, if it was never entered."""
    began_at = find_epoch_began(change.connection, epoch)
    if began_at is None:
        # Later than every change before it, or Last-Modified would not move.
        last = change.connection.execute(select(func.max(streams.c.changed_at)))
        began_at = max(change.now.replace(microsecond=0), last.scalar_one() + _SECOND)
        row = {"hash": epoch, "began_at": began_at}
        change.connection.execute(insert(epochs), row)
    return began_at
