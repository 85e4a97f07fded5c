"""Copies of a live database."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedsvc.errors import BackupFailed
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database import schema
from feedsvc.store.database.backup import back_up
from feedsvc.store.database.engine import Database
from feedsvc.store.database.sqlite import sqlite_module
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.trees import name

NOW = datetime(2022, 6, 1, tzinfo=UTC)


@pytest.fixture
def on_sqlite(sqlite_url: str, tmp_path: Path):
    """A newsroom with fifty articles."""
    with newsroom_over(sqlite_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(50)
        newsroom.import_()
        yield newsroom


def test_a_copy_taken_during_writes_is_whole(on_sqlite: Newsroom, tmp_path: Path):
    """What was committed before it began is in it, and nothing is half there."""
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            with begin_change(on_sqlite.database, NOW) as change:
                change.connection.exec_driver_sql("UPDATE articles SET summary = 'x'")
                change.touch()

    writer = threading.Thread(target=write)
    before = on_sqlite.revision()
    writer.start()
    try:
        back_up(on_sqlite.database, tmp_path / "copy.db")
    finally:
        is_over.set()
        writer.join()
    with newsroom_over(f"sqlite:///{tmp_path / 'copy.db'}", tmp_path / "a") as copy:
        assert copy.revision() >= before
        assert copy.value("SELECT count(*) FROM articles") == 50
        assert copy.value("PRAGMA integrity_check") == "ok"
        summaries = copy.value("SELECT count(DISTINCT summary = 'x') FROM articles")
        assert summaries == 1


def test_a_copy_is_one_file_that_serves(on_sqlite: Newsroom, tmp_path: Path):
    """With no log beside it; restored, it is what it was, and takes imports."""
    target = tmp_path / "backup" / "copy.db"
    target.parent.mkdir()
    back_up(on_sqlite.database, target)
    assert [file.name for file in target.parent.iterdir()] == ["copy.db"]
    with newsroom_over(f"sqlite:///{target}", on_sqlite.tree.root) as copy:
        schema.require_head(copy.database)
        assert copy.everything() == on_sqlite.everything()
        assert copy.import_().unchanged == 50


def test_what_nobody_checkpointed_is_in_the_copy(on_sqlite: Newsroom, tmp_path: Path):
    """The log holds the newest commits; a copy of the file alone would lose them."""
    on_sqlite.tree.post(name(99))
    on_sqlite.import_()
    back_up(on_sqlite.database, tmp_path / "copy.db")
    with closing(sqlite_module().connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM articles").fetchone() == (51,)


@pytest.mark.parametrize("odd", ["a b.db", "100%41.db", "a#b.db", "数据.db"])
def test_odd_names(tmp_path: Path, odd: str):
    """The copy is of this database, whatever its file is called."""
    file = tmp_path / odd
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE here (it INTEGER)")
    url = f"sqlite:///{tmp_path}/{odd.replace('%', '%25')}"
    back_up(Database(url), tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT name FROM sqlite_master").fetchall() == [("here",)]


def test_nothing_is_overwritten(on_sqlite: Newsroom, tmp_path: Path):
    """Not even by an empty backup's name."""
    target = tmp_path / "copy.db"
    target.write_text("precious")
    with pytest.raises(BackupFailed, match="exists already"):
        back_up(on_sqlite.database, target)
    assert target.read_text() == "precious"


def test_no_database_no_backup(tmp_path: Path):
    """Nor is an empty one made on the way."""
    database = Database(f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(BackupFailed, match="there is no database"):
        back_up(database, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_gives_no_backup(tmp_path: Path):
    """The error says so, and nothing bears the backup's name."""
    (tmp_path / "bad.db").write_bytes(b"nothing like SQLite" * 100)
    with pytest.raises(BackupFailed, match="not a database"):
        back_up(Database(f"sqlite:///{tmp_path / 'bad.db'}"), tmp_path / "copy.db")
    assert [file.name for file in tmp_path.iterdir()] == ["bad.db"]


def test_no_such_folder(on_sqlite: Newsroom, tmp_path: Path):
    """A target that cannot be written is named."""
    target = tmp_path / "none" / "copy.db"
    with pytest.raises(BackupFailed, match=r"none/copy\.db"):
        back_up(on_sqlite.database, target)


def test_postgresql_has_its_own(tmp_path: Path):
    """The error says which tool to use."""
    database = Database("postgresql://127.0.0.1:1/db")
    with pytest.raises(BackupFailed, match="use pg_dump"):
        back_up(database, tmp_path / "copy.db")


def test_overwritten_pages_are_told_in_one_line(sqlite_url: str, tmp_path: Path):
    """The first problem, how many more, and where to read on."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite_module().connect(file)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE rootpage > 0"
        pages = [page for (page,) in connection.execute(query)]
    content = bytearray(file.read_bytes())
    for page in pages[::4]:  # none of them is the schema's
        begin = (page - 1) * 4_096
        content[begin : begin + 100] = b"\xa5" * 100
    file.write_bytes(content)
    with pytest.raises(BackupFailed) as caught:
        back_up(Database(sqlite_url), tmp_path / "copy.db")
    assert len(str(caught.value)) < 500
    assert "\n" not in str(caught.value)
    assert "doctor --full" in str(caught.value)
