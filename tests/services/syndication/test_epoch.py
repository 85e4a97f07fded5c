"""The epoch: what else than content moves every validator, and what does not."""

from datetime import UTC, datetime, timedelta

from feedsvc.services.syndication.epoch import Epoch, enter_epoch
from feedsvc.store import revision
from feedsvc.store.engine import Database

NOW = datetime(2026, 11, 10, 8, 0, 0, 123456, tzinfo=UTC)


def enter(url: str, *settings: object, now: datetime = NOW) -> Epoch:
    """The epoch that a new process with these settings enters."""
    database = Database(url)
    try:
        return enter_epoch(database, settings, lambda: now)
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


def test_a_setting_taken_back_is_its_old_epoch(database_url: str) -> None:
    """A reader that has the edition of then has it now."""
    first = enter(database_url, "财经")
    enter(database_url, "新闻")
    assert enter(database_url, "财经", now=NOW + timedelta(days=2)) == first


def test_an_epoch_is_no_change_of_content(database_url: str) -> None:
    """The change line stays where it is."""
    database = Database(database_url)
    with database.read() as snapshot:
        before = revision.current(snapshot)
    enter(database_url, "财经")
    with database.read() as snapshot:
        assert revision.current(snapshot) == before
    database.dispose()
