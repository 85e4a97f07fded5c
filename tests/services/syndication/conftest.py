"""A newsroom for each test, on both databases, and syndication over what it stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.newsroom import Newsroom, newsroom_over


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Services over an empty database, and an empty archive."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        yield newsroom
