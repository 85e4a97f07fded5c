"""A newsroom for each test, on both databases, and syndication over what it stored."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.stock import Stock, stock
from tests.support.trees import html, name


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Services over an empty database, and an empty archive."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        yield newsroom


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def _stock(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stock]:
    def fill(newsroom: Newsroom) -> None:
        newsroom.tree.posts(53, apart=timedelta(hours=2))
        newsroom.tree.post(name(99), html("海风。", "海风晚报"), category="haifeng")
        newsroom.import_()
        newsroom.pass_time(60)

    with stock(request, tmp_path_factory.mktemp("stock"), fill) as opened:
        yield opened


@pytest.fixture
def stocked(_stock: Stock, tmp_path: Path) -> Iterator[Newsroom]:
    """A full page and some more in one category, one article in another."""
    with _stock(tmp_path) as newsroom:
        yield newsroom
