"""An import that is killed, and run again."""

import subprocess
import time
from pathlib import Path

import pytest

from benchmarks.archive_generator import write_archive
from feedsvc.model.clock import utc_now
from feedsvc.model.import_run import RunState
from feedsvc.services.publishing.archive.runs import Runs
from tests.support.newsroom import newsroom_over
from tests.support.process import COMMAND, child_environment, migrate, run_feedsvc

_POSTS = 650  # more than a batch


@pytest.fixture(scope="module")
def archive_of_batches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that takes several transactions."""
    folder = tmp_path_factory.mktemp("killed") / "archive"
    write_archive(folder, _POSTS)
    return folder


@pytest.fixture(scope="module")
def undisturbed(archive_of_batches: Path) -> object:
    """What readers see after an import that nobody killed."""
    folder = archive_of_batches.parent
    url = f"sqlite:///{folder / 'undisturbed.db'}"
    migrate(url, folder)
    return imported(url, archive_of_batches)


def imported(database_url: str, archive: Path) -> object:
    """What readers see after the command has brought an archive in."""
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    done = run_feedsvc("import", archive, settings=settings, folder=archive.parent)
    assert done.returncode == 0, done.stderr
    with newsroom_over(database_url, archive) as newsroom:
        if newsroom.database.is_sqlite:
            assert newsroom.value("PRAGMA integrity_check") == "ok"
        return newsroom.everything()


def test_a_killed_import_ends_as_an_undisturbed_one(
    database_url: str, archive_of_batches: Path, undisturbed: object
):
    """Killed early, and behind its first batch."""
    for stored in (0, 1):
        kill_behind(stored, database_url, archive_of_batches)
    with newsroom_over(database_url, archive_of_batches) as newsroom:
        [killed] = Runs(newsroom.database, utc_now).latest(limit=1)
    assert (killed.state, killed.ended_at) == (RunState.KILLED, None)
    assert imported(database_url, archive_of_batches) == undisturbed


def kill_behind(stored: int, database_url: str, archive: Path) -> None:
    """Start an import, and kill it once so many files are stored."""
    process = subprocess.Popen(
        [*COMMAND, "import", str(archive)],
        cwd=archive.parent,
        env=child_environment(
            {"FEEDSVC_DATABASE_URL": database_url, "FEEDSVC_IMPORT__WORKERS": "1"}
        ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with newsroom_over(database_url, archive) as newsroom:
            count = "SELECT count(*) FROM imported_files"
            time.sleep(0.0 if stored else 0.4)
            while newsroom.value(count) < stored:
                assert process.poll() is None, "it was over before it was killed"
                time.sleep(0.002)
    finally:
        process.kill()
        process.wait()
