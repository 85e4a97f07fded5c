"""A database that several tests share: a copy of the migrated one; fixtures fill it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import postgres


@contextmanager
def shared_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Its URL, on the engine that the asking fixture's parameter names."""
    if request.param == "sqlite":
        template = request.getfixturevalue("_migrated_sqlite")
        yield f"sqlite:///{shutil.copy(template, folder / 'shared.db')}"
        return
    server = request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("_migrated_postgres")
    with postgres.fresh_database(server, template) as url:
        yield url
