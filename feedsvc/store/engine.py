"""Engines: how a database is opened, and what a transaction means on it.

The one place that knows which database it is. SQLite runs in WAL mode with every commit
synced; its writers begin IMMEDIATE, since a read that turns into a write fails at once
(SQLITE_BUSY_SNAPSHOT) however long the timeout. A read is one snapshot on both.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError

from feedsvc.errors import DatabaseUnusable

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:  # no wheel for this platform: `doctor` says whether ours is safe
    import sqlite3 as sqlite

# What `read` gives: services pass it on, and know no more of it.
Snapshot: TypeAlias = Connection

_NO_TRANSACTION = "feedsvc_no_transaction"
_CONNECT_TIMEOUT_S = 5  # a server that accepts and says nothing is away
_BUSY_TIMEOUT_MS = 15_000
_CACHE_KIB = 16_384  # a connection; a server holds one a thread
# Corruption when a WAL is reset under a second connection: https://sqlite.org/wal.html
_WAL_RESET_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


class Database:
    """One database, opened for reading and for writing.

    Attributes:
        url: as configured; may hold a password, so it is never logged.
        is_sqlite: else PostgreSQL.
    """

    def __init__(self, url: str, connections: int = 5) -> None:
        """Prepare the engines; nothing is opened until the first transaction.

        Args:
            url: as SQLAlchemy takes it.
            connections: how many are kept open for reading, and for writing.

        Raises:
            DatabaseUnusable: the URL cannot be read, or its driver is not installed.
        """
        self.url = url
        self.is_sqlite = url.startswith("sqlite:")
        try:
            self._prepare_engines(url, connections)
        except (ArgumentError, ValueError):
            raise DatabaseUnusable("the database's URL cannot be read") from None
        except ImportError as error:
            reason = f"{error.name} is missing: install feedsvc[postgres]"
            raise DatabaseUnusable(reason) from None

    def _prepare_engines(self, url: str, connections: int) -> None:
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, "BEGIN IMMEDIATE", connections)
            self._reader = _sqlite_engine(url, "BEGIN", connections)
            self._finder = self._reader.execution_options(**{_NO_TRANSACTION: True})
        else:
            self._writer = create_engine(
                _psycopg_url(url),
                pool_pre_ping=True,
                pool_size=connections,
                connect_args={"connect_timeout": _CONNECT_TIMEOUT_S},
            )
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._finder = self._writer.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only transaction that sees one snapshot.

        Raises:
            DatabaseUnusable: the database cannot be reached.
        """
        with _unusable_named(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def find(self) -> Iterator[Connection]:
        """For single rows found by a key: each statement sees what is there by then.

        Nothing is begun or ended, which on PostgreSQL saves two round trips.

        Raises:
            DatabaseUnusable: the database cannot be reached.
        """
        with _unusable_named(), self._finder.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits on leaving, and rolls back on any error.

        Raises:
            DatabaseUnusable: the database cannot be reached or takes no writes.
        """
        with _unusable_named(), self._writer.begin() as connection:
            yield connection

    @property
    def path(self) -> Path | None:
        """The SQLite file, or None where there is none."""
        name = make_url(self.url).database
        return Path(name) if self.is_sqlite and name else None

    def forget_deleted(self) -> None:
        """Leave no copy of deleted rows where SQLite keeps recent pages, its WAL.

        PostgreSQL keeps dead rows until VACUUM; docs/operations.md says so.

        Raises:
            DatabaseUnusable: a reader still held those pages after the busy timeout.
        """
        if not self.is_sqlite:
            return
        with closing(self._writer.raw_connection()) as raw:  # in no transaction
            cursor = raw.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            [(is_busy, *_)] = cursor.fetchall()
        if is_busy:
            reason = "a reader still holds what was deleted: run the command again"
            raise DatabaseUnusable(reason)

    def dispose(self) -> None:
        """Close every pooled connection."""
        self._reader.dispose()
        self._writer.dispose()


def sqlite_version() -> str:
    """The version of the SQLite library in use."""
    return str(sqlite.sqlite_version)


def sqlite_is_safe() -> bool:
    """Whether that library is free of the WAL-reset corruption bug."""
    version = tuple(int(part) for part in sqlite_version().split("."))
    return version >= _WAL_RESET_FIXED[-1] or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in _WAL_RESET_FIXED
    )


def sqlite_module() -> ModuleType:
    """The DB-API module behind SQLite databases, for what SQLAlchemy does not offer."""
    module: ModuleType = sqlite
    return module


def _sqlite_engine(url: str, begin: str, connections: int) -> Engine:
    engine = create_engine(
        url,
        module=sqlite,
        connect_args={"isolation_level": None},
        pool_size=connections,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
        _turn_on_wal(connection)
        for pragma in (
            "synchronous=FULL",
            f"cache_size=-{_CACHE_KIB}",
            "foreign_keys=ON",
            "secure_delete=ON",  # what a legal order erases leaves no bytes behind
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(_NO_TRANSACTION):
            connection.exec_driver_sql(begin)

    return engine


def _turn_on_wal(connection: Any) -> None:
    """Turn the write-ahead log on, once for good.

    While another process does so with a new file, SQLite fails and does not wait.
    """
    deadline = time.monotonic() + _BUSY_TIMEOUT_MS / 1_000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _psycopg_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def _unusable_named() -> Iterator[None]:
    """Name the driver's operational errors, without the URL that may hold a password."""
    try:
        yield
    except (IntegrityError, DataError):
        raise  # our own mistakes, not the database's
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()
        raise DatabaseUnusable(reason[0] if reason else type(error).__name__) from error
