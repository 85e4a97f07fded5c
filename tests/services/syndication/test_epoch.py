"""The epoch: what else than content moves every validator, and what does not."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from feedsvc.services.syndication.epoch import enter_epoch, epoch_began
from feedsvc.store.changes import change_line
from feedsvc.store.database.engine import Database

NOW = datetime(2026, 11, 10, 8, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Epoch:
    """What a process knows of its epoch once it has entered it."""

    tag: str
    began_at: datetime


def enter(url: str, *settings: object, now: datetime = NOW) -> Epoch:
    """The epoch that a new process with these settings enters."""
    database = Database(url)
    try:
        tag = enter_epoch(database, settings, lambda: now)
        with database.read() as snapshot:
            began_at = epoch_began(snapshot, tag)
        assert began_at is not None
        return Epoch(tag, began_at)
    finally:
        database.dispose()


def test_a_restart_stays_in_its_epoch(database_url: str) -> None:
    """The same settings a day later are the same epoch, begun when it first was."""
    first = enter(database_url, "财经", 300)
    again = enter(database_url, "财经", 300, now=NOW + timedelta(days=1))
    assert first == again
    assert first.began_at == NOW.replace(microsecond=0)


def test_a_setting_begins_an_epoch(database_url: str) -> None:
    """Whatever reaches bytes moves the tag, and the date with it."""
    first = enter(database_url, "财经")
    other = enter(database_url, "新闻", now=NOW + timedelta(days=1))
    assert other.tag != first.tag
    assert other.began_at == first.began_at + timedelta(days=1)


def test_a_setting_taken_back_begins_anew(database_url: str) -> None:
    """The tag is that of the same bytes; the date is later than that of all others."""
    first = enter(database_url, "财经")
    other = enter(database_url, "新闻", now=NOW + DAY)
    again = enter(database_url, "财经", now=NOW + 2 * DAY)
    assert again.tag == first.tag
    assert first.began_at < other.began_at < again.began_at
    assert enter(database_url, "财经", now=NOW + 3 * DAY) == again


def test_settings_there_and_back_at_once_have_dates_of_their_own(
    database_url: str,
) -> None:
    """HTTP dates know no less than a second; a clock that was set back is no matter."""
    began = [
        enter(database_url, name, now=now).began_at
        for name, now in (("甲", NOW), ("乙", NOW), ("甲", NOW), ("乙", NOW - DAY))
    ]
    assert began == sorted(set(began))


def test_an_epoch_ends_where_another_begins(database_url: str) -> None:
    """A process of the old one, still running, has no date to tell its bytes by."""
    first = enter(database_url, "财经")
    enter(database_url, "新闻")
    database = Database(database_url)
    with database.read() as snapshot:
        assert epoch_began(snapshot, first.tag) is None
    database.dispose()


def test_an_epoch_is_no_change_of_content(database_url: str) -> None:
    """The change line stays where it is."""
    database = Database(database_url)
    with database.read() as snapshot:
        before = change_line.current(snapshot)
    enter(database_url, "财经")
    with database.read() as snapshot:
        assert change_line.current(snapshot) == before
    database.dispose()
