"""A SQLite file that is exchanged, moved, deleted or cut short while it is open.

What other programs do to it is done with the same SQLite library: a second one in this
process would drop the locks of the first.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from feedsvc.errors import DatabaseReplaced, DatabaseUnusable
from feedsvc.store.database.engine import Database
from feedsvc.store.database.sqlite import sqlite_module

Change = Callable[[Path], object]


@pytest.fixture
def file(sqlite_url: str) -> Path:
    """A migrated database, which a test may do anything to."""
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """The same, open, with something written to it."""
    database = Database(sqlite_url)
    with database.write() as connection:
        connection.execute(text("UPDATE site SET revision = 7"))
    yield database
    database.dispose()


def copied(file: Path) -> Path:
    """A copy beside it, made as a backup is."""
    copy = file.with_name("copy.db")
    with (
        closing(sqlite_module().connect(file)) as live,
        closing(sqlite_module().connect(copy)) as new,
    ):
        live.backup(new)
    return copy


def beside(file: Path, end: str) -> Path:
    """One of the files that SQLite keeps beside it."""
    return file.with_name(file.name + end)


def replace(file: Path) -> None:
    """Put a copy in its place."""
    copied(file).rename(file)


def exchange_link(file: Path) -> None:
    """Let the path be a link to a copy."""
    copy = copied(file)
    file.unlink()
    file.symlink_to(copy)


CHANGES: dict[str, Change] = {
    "replaced": replace,
    "deleted": Path.unlink,
    "moved": lambda file: file.rename(file.with_name("old.db")),
    "made a link": exchange_link,
    "log deleted": lambda file: beside(file, "-wal").unlink(),
    "locks deleted": lambda file: beside(file, "-shm").unlink(),
    "log replaced": lambda file: beside(file, "-wal").rename(file.with_name("x")),
    "cut short": lambda file: os.truncate(file, 4_096),
    "emptied": lambda file: os.truncate(file, 0),
}


def revision(database: Database) -> int:
    """What the change line says."""
    with database.read() as connection:
        number: int = connection.execute(text("SELECT revision FROM site")).scalar_one()
    return number


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_transaction_notices(database: Database, file: Path, change: Change):
    """Nothing is read from the old file, and nothing written to it."""
    with closing(
        sqlite_module().connect(file)
    ) as apart:  # so that what was written is in it
        apart.execute("PRAGMA wal_checkpoint")
    change(file)
    for transaction in (database.read, database.find, database.write, database.probe):
        with pytest.raises(DatabaseReplaced), transaction():
            pytest.fail("it was let in")


def test_a_write_under_way_is_not_committed(database: Database, file: Path):
    """The file is looked at once more before what was written counts."""

    def write() -> None:
        with database.write() as connection:
            connection.execute(text("UPDATE site SET revision = 8"))
            file.rename(file.with_name("old.db"))

    with pytest.raises(DatabaseReplaced):
        write()
    file.with_name("old.db").rename(file)
    assert revision(database) == 7


def test_a_file_that_comes_back_is_the_same(database: Database, file: Path):
    """Moved away and back, it is read on."""
    file.rename(file.with_name("elsewhere.db"))
    with pytest.raises(DatabaseReplaced):
        revision(database)
    file.with_name("elsewhere.db").rename(file)
    assert revision(database) == 7


def test_a_link_may_lead_there_all_along(file: Path, tmp_path: Path):
    """It is followed, and noticed when it leads elsewhere."""
    copy = copied(file)
    link = tmp_path / "link.db"
    link.symlink_to(file)
    database = Database(f"sqlite:///{link}")
    assert revision(database) == 0
    link.unlink()
    link.symlink_to(copy)
    with pytest.raises(DatabaseReplaced, match=r"link\.db was replaced"):
        revision(database)
    database.dispose()


def test_a_vacuum_by_hand_is_no_damage(database: Database, file: Path):
    """The file shrinks, and all of it is there."""
    with database.write() as connection:
        connection.execute(text("CREATE TABLE filler (it BLOB)"))
        connection.execute(text("INSERT INTO filler VALUES (zeroblob(3000000))"))
    with closing(sqlite_module().connect(file)) as apart:
        apart.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = file.stat().st_size
        assert revision(database) == 7
        apart.execute("DROP TABLE filler")
        apart.execute("VACUUM")
        apart.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert file.stat().st_size < size
    assert revision(database) == 7


def test_opening_makes_no_file(tmp_path: Path):
    """An empty database would be taken for an empty site."""
    database = Database(f"sqlite:///{tmp_path / 'none.db'}")
    for transaction in (database.read, database.find, database.write, database.probe):
        with pytest.raises(DatabaseUnusable, match="does not exist"), transaction():
            pytest.fail("it was let in")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["a b.db", "100%25.db", "a#b.db", "what%3F.db", "数.db"]
)
def test_odd_names(tmp_path: Path, name: str):
    """What a URL may hold names one file, and none beside it."""
    database = Database(f"sqlite:///{tmp_path}/{name}")
    database.create()
    with database.write() as connection:
        connection.execute(text("CREATE TABLE here (it INTEGER)"))
    assert database.path
    with closing(sqlite_module().connect(database.path)) as apart:
        assert apart.execute("SELECT name FROM sqlite_master").fetchall() == [("here",)]
    database.dispose()
    assert [file.name for file in tmp_path.iterdir()] == [database.path.name]


def test_a_restart_takes_what_is_there(database: Database, file: Path):
    """Whoever opens it anew gets the new file, whole."""
    copy = copied(file)
    shutil.move(file, file.with_name("old.db"))
    for end in ("-wal", "-shm"):
        shutil.move(beside(file, end), file.with_name(f"old.db{end}"))
    copy.rename(file)
    again = Database(f"sqlite:///{file}")
    assert revision(again) == 7
    with again.write() as connection:
        connection.execute(text("UPDATE site SET revision = 9"))
    database.dispose()  # which takes nothing of the new one with it
    assert revision(again) == 9
    assert beside(file, "-wal").exists()
    again.dispose()
