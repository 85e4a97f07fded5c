"""The change line: one number that moves whenever anything a reader can see moves.

Taking the next number is the first statement of a write transaction, and it locks the
one row that holds it. So writers queue, nobody sees a number before its rows, and what a
transaction reads after that cannot change under it: no upserts, no retries.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import Connection, delete, func, insert, select, update

from feedsvc.errors import ClockWrong
from feedsvc.model.clock import MADE, is_ahead, is_behind, latest_believed
from feedsvc.model.stream import StreamKind
from feedsvc.store.changes.change import Change
from feedsvc.store.database.engine import Database
from feedsvc.store.database.tables import epochs, site, streams
from feedsvc.store.database.turns import take_turn
from feedsvc.store.streams import digests

OnWrongClock: TypeAlias = Literal["refuse", "cap", "believe"]

_SECOND = timedelta(seconds=1)
# A row for each past set of settings: too few for an index.
_LATEST_EPOCH = (
    select(epochs.c.hash, epochs.c.began_at).order_by(epochs.c.began_at.desc()).limit(1)
)


# Seconds beyond any clock; the change line moves in whole turns of it.
_TURN = 2**33
_LONGEST_LEAD = 30 * 24 * 60 * 60  # seconds that the line may be ahead without a turn


@contextmanager
def begin_change(
    database: Database,
    now: datetime,
    *,
    by: str = "",
    on_wrong_clock: OnWrongClock = "refuse",
) -> Iterator[Change]:
    """A write transaction on the next revision; steps back if nothing visible changed.

    Stepping back is safe because the row stays locked until commit: nobody saw the
    number, and importing the same archive twice moves nothing.

    A revision is at least the time in seconds, so that a database restored from a backup
    never gives out again what it gave out before: clients still hold tags of it.

    Args:
        by: who makes it, as an article's history tells it.
        on_wrong_clock: `cap` goes on at the time of the newest change, `believe` takes
            a clock's word that it is years later.

    Raises:
        ClockWrong: `now` is clearly wrong, and would mark feeds for good.
    """
    with database.write() as connection:
        take_turn(connection)
        following = site.c.revision + 1
        statement = update(site).values(revision=following).returning(site.c.revision)
        counted = connection.execute(statement).scalar_one()
        now = _checked(now, newest_change(connection), on_wrong_clock)
        change = Change(connection, _at_least(counted, now), now, by)
        yield change
        digests.refresh(change)
        kept = change.revision if change.is_visible else counted - 1
        if kept != counted:
            connection.execute(update(site).values(revision=kept))


def newest_change(connection: Connection) -> datetime:
    """Time of the site's last change, from its own stream; 1970 before the first."""
    # by ix_streams_kind
    query = select(streams.c.changed_at).where(streams.c.kind == StreamKind.SITE)
    newest: datetime = connection.execute(query).scalar_one()
    return newest


def _checked(now: datetime, newest: datetime, on_wrong_clock: OnWrongClock) -> datetime:
    if on_wrong_clock == "believe" and is_ahead(now, newest):
        return now
    try:
        require_right_clock(now, newest)
    except ClockWrong:
        if on_wrong_clock == "cap":
            return newest
        raise
    return now


def require_right_clock(now: datetime, newest: datetime) -> None:
    """Refuse a time that is clearly wrong against the newest change and this version.

    Raises:
        ClockWrong: it is; says against what, and what to do.
    """
    is_fast = is_ahead(now, newest)
    if is_fast or is_behind(now, newest):
        raise ClockWrong(now, newest, is_ahead=is_fast)


def _at_least(counted: int, now: datetime) -> int:
    """The next number, which grows with time, even past one from a fast clock."""
    seconds = int(now.timestamp())
    turns, lead = divmod(max(0, counted - seconds), _TURN)
    if lead > _LONGEST_LEAD and now >= MADE:  # or the clock is slow, not the line fast
        turns += 1
    return max(counted, seconds + turns * _TURN)


def believe_clock(change: Change) -> None:
    """Date the site's own stream now, as the time to compare clocks with."""
    is_site = streams.c.kind == StreamKind.SITE
    values = {
        "changed_at": change.now.replace(microsecond=0),
        "revision": change.revision,
    }
    change.connection.execute(update(streams).where(is_site).values(values))
    change.touch()


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

    One that is entered again begins anew: between, other bytes had later dates. So does
    one that a fast clock began, and whose Last-Modified would be held back for years.
    """
    believed = latest_believed(change.now)
    change.connection.execute(delete(epochs).where(epochs.c.began_at > believed))
    latest = latest_epoch(change.connection)
    if latest is not None and latest[0] == epoch:
        return
    # Later than all that went before, or Last-Modified would not move.
    query = select(func.max(streams.c.changed_at)).where(
        streams.c.changed_at <= believed
    )
    newest: datetime | None = change.connection.execute(query).scalar_one()
    before = [newest]
    if latest is not None:
        before.append(latest[1])
    began_at = max(
        change.now.replace(microsecond=0),
        *(at + _SECOND for at in before if at is not None),
    )
    change.connection.execute(delete(epochs).where(epochs.c.hash == epoch))
    row = {"hash": epoch, "began_at": began_at}
    change.connection.execute(insert(epochs), row)
