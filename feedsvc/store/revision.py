"""The change line: one number that moves whenever anything a reader can see moves.

Taking the next number is the first statement of a write transaction, and it locks the
one row that holds it. So writers queue, nobody sees a number before its rows, and what a
transaction reads after that cannot change under it: no upserts, no retries.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from feedsvc.store import digests
from feedsvc.store.change import Change
from feedsvc.store.engine import Database
from feedsvc.store.tables import epochs, site, streams

_SECOND = timedelta(seconds=1)
# A row for each set of settings that ever was: too few for an index.
_LATEST_EPOCH = (
    select(epochs.c.hash, epochs.c.began_at).order_by(epochs.c.began_at.desc()).limit(1)
)


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
        digests.refresh(change)
        kept = change.revision if change.is_visible else counted - 1
        if kept != counted:
            connection.execute(update(site).values(revision=kept))


def current(connection: Connection) -> int:
    """The last revision that was committed."""
    revision: int = connection.execute(select(site.c.revision)).scalar_one()
    return revision


def latest_epoch(connection: Connection) -> tuple[str, datetime] | None:
    """The epoch that was entered last, and when it began; None before the first."""
    row = connection.execute(_LATEST_EPOCH).one_or_none()
    return None if row is None else (row.hash, row.began_at)


def enter_epoch(change: Change, epoch: str) -> None:
    """Begin an epoch, unless it is the one that was entered last.

    One that is entered again begins anew: between, other bytes had later dates.
    """
    latest = latest_epoch(change.connection)
    if latest is not None and latest[0] == epoch:
        return
    # Later than all that went before, or Last-Modified would not move.
    query = select(func.max(streams.c.changed_at))
    before = [change.connection.execute(query).scalar_one()]
    if latest is not None:
        before.append(latest[1])
    began_at = max(change.now.replace(microsecond=0), max(before) + _SECOND)
    change.connection.execute(delete(epochs).where(epochs.c.hash == epoch))
    row = {"hash": epoch, "began_at": began_at}
    change.connection.execute(insert(epochs), row)
