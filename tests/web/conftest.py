"""Fixtures of the web: one site for all read-only tests, on each engine in turn."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support import paper, postgres
from tests.support.server import serving


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The base URL of a real server of the paper; nobody may change what it serves."""
    folder = tmp_path_factory.mktemp("paper")
    with ExitStack() as stack:
        if request.param == "sqlite":
            template = request.getfixturevalue("_migrated_sqlite")
            url = f"sqlite:///{shutil.copy(template, folder / 'paper.db')}"
        else:
            server = request.getfixturevalue("postgres_server")
            template = request.getfixturevalue("_migrated_postgres")
            url = stack.enter_context(postgres.fresh_database(server, template))
        paper.fill(url, folder / "archive")
        variables = {"FEEDSVC_DATABASE_URL": url}
        yield stack.enter_context(serving(variables, folder))
