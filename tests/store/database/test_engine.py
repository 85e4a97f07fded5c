"""What a transaction means, on either database, and how one fails."""

import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from feedsvc.errors import DatabaseUnusable
from feedsvc.store.changes import change_line
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database
from feedsvc.store.database.sqlite import sqlite_is_safe
from tests.support.newsroom import Newsroom
from tests.support.process import ROOT, child_environment
from tests.support.trees import name

NOW = datetime(2022, 6, 1, tzinfo=UTC)
# Writes as fast as it can from several threads for a while; prints how often, or fails.
_WRITERS = """
import sys, threading, time
from datetime import UTC, datetime
from feedsvc.store.database.engine import Database
from feedsvc.store.changes.change_line import begin_change

database, counts, failures = Database(sys.argv[1]), [], []
until = time.monotonic() + float(sys.argv[3])

def write():
    done = 0
    try:
        while time.monotonic() < until:
            with begin_change(database, datetime(1970, 1, 1, tzinfo=UTC)) as change:
                change.touch()
            done += 1
    except Exception as error:
        failures.append(error)
    counts.append(done)

threads = [threading.Thread(target=write) for _ in range(int(sys.argv[2]))]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
database.dispose()
assert not failures, failures
print(sum(counts))
"""
# Opens a hundred new files, each at a moment that its like in another process knows.
_OPENERS = """
import sys, time
from feedsvc.store.database.engine import Database

for number in range(100):
    while time.time() < float(sys.argv[2]) + number / 100:
        pass
    database = Database(f"sqlite:///{sys.argv[1]}/{number}.db")
    database.create()
    with database.write():
        pass
"""


@pytest.fixture
def database(database_url: str):
    """A migrated database, closed at the end."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


def test_writers_of_two_processes_queue(database: Database, database_url: str):
    """None is told that the database is locked, and every change has its number."""
    command = [sys.executable, "-c", _WRITERS, database_url, "4", "2"]
    running = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=child_environment({}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0], outputs
    written = sum(int(out) for out, _err in outputs)
    with database.read() as snapshot:
        assert change_line.current(snapshot) == written > 0


def test_a_reader_holds_nobody_up(database: Database):
    """A write commits while a snapshot is open, which goes on seeing what it saw."""
    with database.read() as snapshot:
        before = change_line.current(snapshot)
        with begin_change(database, NOW) as change:
            change.touch()
        assert change_line.current(snapshot) == before
    with database.read() as snapshot:
        assert change_line.current(snapshot) > before


def test_a_read_then_a_write_in_one_transaction(database: Database):
    """Another's write in between waits, where SQLite's deferred kind would fail."""
    order: list[str] = []

    def write_too() -> None:
        with begin_change(database, NOW) as change:
            change.touch()
            order.append("second")

    other = threading.Thread(target=write_too)
    with begin_change(database, NOW) as change:
        change_line.current(change.connection)
        other.start()
        other.join(0.2)
        change.touch()
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_readers_cannot_write_on_postgresql(database: Database):
    """A read that writes is a mistake; SQLite's waits for its turn like any other."""
    if database.is_sqlite:
        pytest.skip("SQLite has no read-only transactions")
    with (
        pytest.raises(DatabaseUnusable, match="read-only"),
        database.read() as snapshot,
    ):
        snapshot.execute(text("UPDATE site SET revision = 9"))


def test_an_error_leaves_nothing_behind(database: Database):
    """The change line steps back with everything else."""
    with suppress(RuntimeError), begin_change(database, NOW) as change:
        change.touch()
        raise RuntimeError
    with database.read() as snapshot:
        assert change_line.current(snapshot) == 0


def test_a_change_that_nobody_sees_uses_no_number(database: Database):
    """So an import that brings nothing new moves nothing."""
    with begin_change(database, NOW):
        pass
    with database.read() as snapshot:
        assert change_line.current(snapshot) == 0


def test_an_epoch_begins_once(database: Database):
    """On a whole second; later askers are told the same."""
    for now in (NOW.replace(microsecond=5), NOW.replace(year=2023)):
        with begin_change(database, now) as change:
            change_line.enter_epoch(change, "hash")
            assert change_line.latest_epoch(change.connection) == ("hash", NOW)


def test_sqlite_is_opened_as_it_must_be(sqlite_url: str):
    """Write-ahead log, synced commits, foreign keys, erased deletions."""
    database = Database(sqlite_url)
    expected = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
    }  # fmt: skip
    for opened in (database.read, database.write):
        with opened() as connection:
            found = {
                pragma: connection.execute(text(f"PRAGMA {pragma}")).scalar_one()
                for pragma in expected
            }
        assert found == expected
    database.dispose()


def test_this_machines_sqlite_is_safe():
    """The one that comes with the package; an unsafe one must never pass unseen."""
    assert sqlite_is_safe()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:s3cret@127.0.0.1:1/db",
        "postgresql://u:s3cret@nowhere.invalid/db",
        "postgresql://u:s3cret@127.0.0.1:1/db?nonsense=1",
        "postgresql://u:s3cret@127.0.0.1:nonsense/db",
        "sqlite:////nowhere/feedsvc.db",
    ],
)
def test_a_database_that_is_not_there(url: str):
    """One named error, whose chain a user never sees; no password in its words."""
    with pytest.raises(DatabaseUnusable) as caught, Database(url).read():
        pass
    assert "s3cret" not in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path):
    """Nor is one that was overwritten."""
    file = tmp_path / "feedsvc.db"
    file.write_bytes(b"nothing like SQLite" * 100)
    database = Database(f"sqlite:///{file}")
    with pytest.raises(DatabaseUnusable, match="not a database"), database.read():
        pass
    database.dispose()


def test_a_driver_that_is_not_installed():
    """PostgreSQL's is an extra; the error says which to install."""
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from feedsvc.store.database.engine import Database\n"
        "Database('postgresql://127.0.0.1/db')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, env=child_environment({}), capture_output=True, text=True, check=False,
    )  # fmt: skip
    last = done.stderr.splitlines()[-1]
    assert last.endswith("psycopg is missing: install feedsvc[postgres]")


def test_what_a_reader_holds_cannot_be_forgotten(newsroom: Newsroom):
    """SQLite says so when old pages stay in its log; nobody waits on PostgreSQL."""
    if not newsroom.database.is_sqlite:
        newsroom.database.forget_deleted()
        return
    newsroom.tree.post(name(1))
    with newsroom.database.read() as snapshot:
        change_line.current(snapshot)
        newsroom.import_()
        newsroom.run("PRAGMA busy_timeout = 1")
        with pytest.raises(DatabaseUnusable, match="run the command again"):
            newsroom.database.forget_deleted()
    newsroom.database.forget_deleted()


def test_who_open_a_new_file_at_once(tmp_path: Path):
    """SQLite fails those that turn its log on together; none of ours notices."""
    start = time.time() + 1
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _OPENERS, str(tmp_path), str(start)],
            cwd=ROOT, env=child_environment({}), stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    errors = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], errors
