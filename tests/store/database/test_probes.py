"""Databases that a probe must not call fit: damaged, incomplete, full, read-only."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from feedsvc.errors import DatabaseUnusable
from feedsvc.store.database import invariants
from feedsvc.store.database.probes import Probes
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.process import ROOT, child_environment

_PAGE = 4_096
# Tries to write under a limit that leaves the database's files no room to grow.
_LIMITED = """
import resource, signal, sys
from feedsvc.store.database.engine import Database
from feedsvc.store.database.probes import Probes

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
database = Database(sys.argv[1])
probes = Probes(database)
probes.require_readable()
resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, 8_192))
probes.require_writable()
"""


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """A database with some articles."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(30)
        newsroom.import_()
        yield newsroom


def test_a_fit_database(newsroom: Newsroom):
    """Nothing is wrong, and nothing stays of what was tried."""
    probes = Probes(newsroom.database)
    probes.require_readable()
    probes.require_writable()
    assert list(invariants.broken(newsroom.database)) == []
    assert newsroom.value("SELECT count(*) FROM tokens") == 0


@pytest.mark.parametrize("table", ["clicks", "cards", "followers", "addresses"])
def test_a_missing_table(newsroom: Newsroom, table: str):
    """Each is read, also those that most requests do without."""
    with newsroom.database.write() as connection:
        connection.execute(text(f"DROP TABLE {table}"))
    with pytest.raises(DatabaseUnusable, match=table):
        Probes(newsroom.database).require_readable()


def test_overwritten_pages(sqlite_url: str, tmp_path: Path):
    """One in eight, while the process has others of them in memory."""
    with newsroom_over(sqlite_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(60)
        newsroom.import_()
        newsroom.database.forget_deleted()  # so that all of it is in the file
        Probes(newsroom.database).require_readable()
        file = Path(sqlite_url.removeprefix("sqlite:///"))
        script = (
            "import sys; file = open(sys.argv[1], 'r+b')\n"
            f"for page in range(3, file.seek(0, 2) // {_PAGE}, 8):\n"
            f"    file.seek(page * {_PAGE}); file.write(b'\\xa5' * {_PAGE})"
        )
        # In another process: closing the file in this one would drop SQLite's locks.
        subprocess.run([sys.executable, "-c", script, file], check=True)
        with pytest.raises(DatabaseUnusable):
            Probes(newsroom.database).require_readable()
        assert list(invariants.broken(newsroom.database))


def test_no_room_to_write(sqlite_url: str):
    """A limit on files does what a full disk does."""
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, sqlite_url],
        cwd=ROOT, env=child_environment({}), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "DatabaseUnusable: " in done.stderr.splitlines()[-1]
    assert "in require_writable" in done.stderr


def test_another_writer_is_no_fault(newsroom: Newsroom):
    """While an import holds the database, it can evidently be written."""
    with newsroom.database.write() as connection:
        connection.execute(text("UPDATE site SET revision = revision"))
        Probes(newsroom.database).require_writable()


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE streams SET page_entries = page_entries + 1", "streams' pages"),
        ("UPDATE streams SET shown = shown + 1", "streams' counts"),
        ("UPDATE articles SET info_code = 'nw202200000000000001' WHERE id = (SELECT min(id) FROM articles)", "articles' codes"),
        ("UPDATE articles SET permalink = NULL", "articles' ids and addresses"),
        ("UPDATE articles SET state = 'merged'", "merged articles"),
        ("UPDATE articles SET state = 'retracted'", "streams' entries"),
        ("UPDATE stream_entries SET state = 'withdrawn'", "tombstones"),
        ("INSERT INTO addresses (path) VALUES ('/nowhere')", "addresses"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_named(newsroom: Newsroom, statement: str, name: str):
    """With some of the rows, and what to do."""
    with newsroom.database.write() as connection:
        connection.execute(text(statement))
    found = {each.name: each.detail for each in invariants.broken(newsroom.database)}
    assert "restore a backup" in found[name]
