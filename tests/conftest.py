"""Fixtures for every test: databases, the command, a server, a browser, the sample."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from subprocess import CompletedProcess

import hypothesis
import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import make_url

from tests.support import paper, postgres
from tests.support.browser import chromium
from tests.support.database import shared_database
from tests.support.process import ROOT, migrate, run_feedsvc
from tests.support.server import serving

Run = Callable[..., CompletedProcess[str]]

# No test is timed: machines are busy with others.
hypothesis.settings.register_profile("untimed", deadline=None, max_examples=50)
hypothesis.settings.load_profile("untimed")
Serve = Callable[..., str]


@pytest.fixture(autouse=True, scope="session")
def _no_settings_of_ours() -> Iterator[None]:
    """No `FEEDSVC_*` variable of the developer's shell reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in tuple(os.environ):
            if name.startswith("FEEDSVC_"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server; each xdist worker has its own."""
    with postgres.running_server() as url:
        yield url


@pytest.fixture(scope="session")
def _migrated_postgres(
    postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a migrated, empty database to copy from."""
    with postgres.fresh_database(postgres_server) as url:
        migrate(url, tmp_path_factory.mktemp("migrate"))
        yield make_url(url).database or ""


@pytest.fixture(scope="session")
def _reused_postgres(
    postgres_server: str, _migrated_postgres: str
) -> Iterator[postgres.ReusedDatabases]:
    """Migrated databases, swept between tests."""
    databases = postgres.ReusedDatabases(postgres_server, _migrated_postgres)
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file to copy from."""
    file = tmp_path_factory.mktemp("migrate") / "template.db"
    migrate(f"sqlite:///{file}", file.parent)
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own with nothing in it, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with postgres.fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of the test's own, on each engine in turn."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    databases: postgres.ReusedDatabases = request.getfixturevalue("_reused_postgres")
    with databases.one() as url:
        yield url


@pytest.fixture
def sqlite_url(_migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite database, for tests that no engine could change."""
    return f"sqlite:///{shutil.copy(_migrated_sqlite, tmp_path / 'feedsvc.db')}"


@pytest.fixture
def feedsvc(tmp_path: Path) -> Run:
    """Runs the command: `feedsvc("import", folder, settings={"FEEDSVC_…": "…"})`."""

    def run(
        *arguments: str | Path, settings: Mapping[str, str] | None = None
    ) -> CompletedProcess[str]:
        return run_feedsvc(*arguments, settings=settings or {}, folder=tmp_path)

    return run


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serve]:
    """Starts servers: `server(database_url)` gives a base URL; all stop with the test."""
    with ExitStack() as running:

        def start(database_url: str, **settings: str) -> str:
            variables = {"FEEDSVC_DATABASE_URL": database_url} | settings
            return running.enter_context(serving(variables, tmp_path))

        yield start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests of a worker."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, with no cookies or cache of another test's."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def archive() -> Path:
    """The real sample beside the checkout, read-only."""
    folder = (ROOT / "../shared/archive").resolve()
    if not folder.is_dir():
        pytest.skip("the real sample is not beside this checkout")
    return folder


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The base URL of a real server of the paper; nobody may change what it serves."""
    folder = tmp_path_factory.mktemp("paper")
    with shared_database(request, folder) as url:
        paper.fill(url, folder / "archive")
        with serving({"FEEDSVC_DATABASE_URL": url}, folder) as base_url:
            yield base_url


@pytest.fixture
def paper_url(sqlite_url: str, tmp_path: Path) -> str:
    """A database of the test's own with the paper in it."""
    paper.fill(sqlite_url, tmp_path / "archive")
    return sqlite_url
