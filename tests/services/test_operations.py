"""Whether the service is fit to serve, and copies of its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feedsvc.errors import BackupFailed, DatabaseUnusable
from feedsvc.model.clock import utc_now
from feedsvc.services.operations import Operations
from feedsvc.store.database.engine import Database
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.trees import name


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Services over an empty database, and an empty archive."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        yield newsroom


def operations(newsroom: Newsroom) -> Operations:
    """The use case, at the newsroom's time."""
    return Operations(newsroom.database, lambda: newsroom.now)


@contextmanager
def over(url: str) -> Iterator[Operations]:
    """The use case over some other database, closed at the end."""
    database = Database(url)
    try:
        yield Operations(database, utc_now)
    finally:
        database.dispose()


def bad(service: Operations) -> dict[str, str]:
    """What a doctor finds wrong."""
    return {check.name: check.detail for check in service.doctor() if not check.is_good}


def schedule(newsroom: Newsroom) -> None:
    """Bring in an article that falls due in an hour."""
    newsroom.tree.post(name(1), date="2022-06-01 09:00:00 +0800")
    newsroom.import_()
    newsroom.pass_time(-1)


def test_a_migrated_database_is_fit(newsroom: Newsroom):
    """Every check is good, and nothing is refused."""
    service = operations(newsroom)
    service.require_fit()
    assert [check.name for check in service.readiness()] == [
        "database", "migrations", "reading", "writing", "due work",
    ]  # fmt: skip
    assert bad(service) == {}


def test_the_doctor_says_where_the_change_line_stands(newsroom: Newsroom):
    """The first thing to compare with a mirror."""
    newsroom.tree.posts(1)
    newsroom.import_()
    checks = {check.name: check.detail for check in operations(newsroom).doctor()}
    assert checks["revision"] == str(newsroom.revision())


def test_a_database_without_tables(empty_database_url: str):
    """One bad check, and a refusal; both say what to run."""
    with over(empty_database_url) as service:
        assert "feedsvc db upgrade" in bad(service)["database"]
        with pytest.raises(DatabaseUnusable, match="feedsvc db upgrade"):
            service.require_fit()


def test_a_database_that_cannot_be_reached():
    """One bad check, and not an error."""
    with over("postgresql://u:s3cret@127.0.0.1:1/db") as service:
        found = bad(service)
    assert list(found) == ["database"]
    assert "s3cret" not in found["database"]


def test_a_file_that_is_no_database(tmp_path: Path):
    """One bad check, and not an error."""
    (tmp_path / "feedsvc.db").write_bytes(b"nothing like SQLite" * 100)
    with over(f"sqlite:///{tmp_path / 'feedsvc.db'}") as service:
        assert bad(service) == {"database": "file is not a database"}


@pytest.mark.parametrize(("late_s", "is_good"), [(-1, True), (5, True), (6, False)])
def test_due_work(newsroom: Newsroom, late_s: int, is_good: bool):  # noqa: FBT001
    """Five seconds may pass before somebody is told."""
    schedule(newsroom)
    newsroom.pass_time(3_600 + late_s)
    checks = {check.name: check for check in operations(newsroom).readiness()}
    assert checks["due work"].is_good is is_good


def test_due_work_that_is_done(newsroom: Newsroom):
    """Nothing waits any more."""
    schedule(newsroom)
    newsroom.pass_time(7_200)
    newsroom.decisions.publish_due()
    assert bad(operations(newsroom)) == {}


def test_a_log_that_grows(sqlite_url: str):
    """A reader that never ends keeps SQLite's log from being emptied."""
    database = Database(sqlite_url)
    assert database.path is not None
    with database.path.with_name(f"{database.path.name}-wal").open("wb") as log:
        log.truncate(64 * 1024 * 1024)
    with newsroom_over(sqlite_url, database.path.parent) as newsroom:
        assert bad(operations(newsroom)) == {"write-ahead log": "64.0 MiB"}


def test_a_backup_says_its_size(sqlite_url: str, tmp_path: Path):
    """In bytes, of the file that was written."""
    with newsroom_over(sqlite_url, tmp_path / "archive") as newsroom:
        target = tmp_path / "copy.db"
        assert operations(newsroom).back_up(target) == target.stat().st_size > 0


def test_postgresql_is_not_backed_up_here(tmp_path: Path):
    """The error says which tool to use."""
    with (
        over("postgresql://127.0.0.1:1/db") as service,
        pytest.raises(BackupFailed, match="use pg_dump"),
    ):
        service.back_up(tmp_path / "copy.db")
