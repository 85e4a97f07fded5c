"""Fixtures of the web: one site for all read-only tests, on each engine in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import paper
from tests.support.database import shared_database
from tests.support.server import serving


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
