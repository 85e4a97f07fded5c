"""Fixtures of the acceptance tests: an archive brought in and served as an operator would."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.process import migrate, run_feedsvc
from tests.support.server import serving

Publish = Callable[[Path], str]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def publish(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Publish]:
    """Imports an archive with the command, serves it, and gives the base URL."""
    folder = tmp_path_factory.mktemp("acceptance")
    with ExitStack() as stack:

        def run(archive: Path) -> str:
            if request.param == "sqlite":
                url = f"sqlite:///{folder / 'feedsvc.db'}"
            else:
                server = request.getfixturevalue("postgres_server")
                url = stack.enter_context(postgres.fresh_database(server))
            migrate(url, folder)
            settings = {"FEEDSVC_DATABASE_URL": url}
            done = run_feedsvc("import", archive, settings=settings, folder=folder)
            assert done.returncode == 0, done.stderr
            return stack.enter_context(serving(settings, folder))

        yield run
