"""Engines: how a database is opened, and what a transaction means on it.

The one place that knows which database it is. SQLite runs in WAL mode with every commit
synced; its writers begin IMMEDIATE, since a read that turns into a write fails at once
(SQLITE_BUSY_SNAPSHOT) however long the timeout. A read is one snapshot on both.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.pool import NullPool, QueuePool

from feedsvc.errors import DatabaseFull, DatabaseUnusable
from feedsvc.store.database.file import DatabaseFile
from feedsvc.store.database.sqlite import (
    BUSY_TIMEOUT_MS,
    begin_writing,
    sqlite_module,
    turn_on_wal,
)

# Result of `read`: services only pass it on.
Snapshot: TypeAlias = Connection

_DISK_FULL = "53100"  # PostgreSQL: disk_full
_BEGIN_WRITING = "BEGIN IMMEDIATE"
_NO_TRANSACTION = "feedsvc_no_transaction"
_CONNECT_TIMEOUT_S = 5  # a server that accepts but never answers counts as away
_PROBE_TIMEOUT_MS = 1_000
_PROBE_CACHE_KIB = 16  # so that its writes overflow onto the disk
# A connection that reads; a server holds one a thread. The system has the file in memory
# anyway, and what a feed reads is in nobody else's way.
_READER_CACHE_KIB = 2_048
_WRITER_CACHE_KIB = 16_384
_SQLITE_WRITERS = 2  # connections kept open; only one of them writes at a time


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
            connections: how many are kept open for reading, and for writing to a server.

        Raises:
            DatabaseUnusable: the URL cannot be read, or its driver is not installed.
        """
        self.url = url
        self.is_sqlite = url.startswith("sqlite:")
        self._file: DatabaseFile | None = None
        try:
            self._prepare_engines(url, connections)
        except (ArgumentError, ValueError):
            raise DatabaseUnusable("the database's URL cannot be read") from None
        except ImportError as error:
            reason = f"{error.name} is missing: install feedsvc[postgres]"
            raise DatabaseUnusable(reason) from None

    def _prepare_engines(self, url: str, connections: int) -> None:
        if self.is_sqlite:
            self._file = file = DatabaseFile(_sqlite_path(url))
            opened = partial(_sqlite_engine, file, timeout_ms=BUSY_TIMEOUT_MS)
            self._writer = opened(
                _BEGIN_WRITING,
                connections=min(connections, _SQLITE_WRITERS),
                cache_kib=_WRITER_CACHE_KIB,
            )
            self._reader = opened(
                "BEGIN", connections=connections, cache_kib=_READER_CACHE_KIB
            )
            self._finder = self._reader.execution_options(**{_NO_TRANSACTION: True})
            self._prober = _sqlite_engine(file, "BEGIN", timeout_ms=_PROBE_TIMEOUT_MS)
        else:
            self._writer = create_engine(
                _psycopg_url(url),
                hide_parameters=True,  # errors are logged, and rows may hold secrets
                pool_pre_ping=True,
                pool_size=connections,
                connect_args={"connect_timeout": _CONNECT_TIMEOUT_S},
            )
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._finder = self._writer.execution_options(isolation_level="AUTOCOMMIT")
            self._prober = self._writer

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only transaction that sees one snapshot.

        Raises:
            DatabaseUnusable: the database cannot be reached.
        """
        self.require_same()
        with _unusable_named(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def find(self) -> Iterator[Connection]:
        """A connection to find single rows by key: each statement sees new data.

        Nothing is begun or ended, which on PostgreSQL saves two round trips.

        Raises:
            DatabaseUnusable: the database cannot be reached.
        """
        self.require_same()
        with _unusable_named(), self._finder.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits on leaving, and rolls back on any error.

        Raises:
            DatabaseUnusable: the database cannot be reached or takes no writes.
        """
        self.require_same()
        with _unusable_named(), self._writer.begin() as connection:
            yield connection
            self.require_same()

    @contextmanager
    def probe(self) -> Iterator[Connection]:
        """A connection of its own that remembers no page, and is rolled back at the end.

        Raises:
            DatabaseUnusable: the database cannot be reached, or what was tried failed.
        """
        self.require_same()
        with _unusable_named(), self._prober.connect() as connection:
            try:
                yield connection
            finally:
                connection.rollback()

    def require_same(self) -> None:
        """Refuse to go on with a SQLite file that is no longer at its path.

        Raises:
            DatabaseReplaced: it was replaced, moved, deleted or cut short.
        """
        if self._file is not None:
            with _unusable_named():
                self._file.require_same()

    def create(self) -> None:
        """Make the SQLite file and its folder where there are none; nothing else does.

        Raises:
            DatabaseUnusable: they cannot be made.
        """
        if self._file is not None:
            self._file.create()

    def require_there(self) -> None:
        """Refuse a SQLite file that does not exist.

        Raises:
            DatabaseUnusable: it does not; the reason says what may be meant.
        """
        self.require_same()
        if self._file is not None and not self._file.path.exists():
            raise self._file.missing()

    @property
    def path(self) -> Path | None:
        """The SQLite file, absolute, or None where there is none."""
        return self._file.path if self._file is not None else None

    @property
    def place(self) -> str:
        """Location of the database, without its password."""
        if self._file is not None:
            return str(self._file.path)
        url = make_url(self.url)
        host = url.host or url.query.get("host") or "the local socket"
        return f"PostgreSQL {host}{f':{url.port}' if url.port else ''}/{url.database}"

    def forget_deleted(self) -> None:
        """Remove copies of deleted rows from SQLite's write-ahead log.

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
        if self._file is not None:
            self._file.close()


def _sqlite_engine(
    file: DatabaseFile,
    begin: str,
    *,
    timeout_ms: int,
    connections: int = 0,
    cache_kib: int = _PROBE_CACHE_KIB,
) -> Engine:
    """An engine that keeps so many connections open, or none."""
    engine = create_engine(
        "sqlite://",
        hide_parameters=True,
        module=sqlite_module(),
        creator=file.connect,
        **_pool(connections),
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA busy_timeout={timeout_ms}")
        turn_on_wal(connection)
        for pragma in (
            "synchronous=FULL",
            f"cache_size=-{cache_kib}",
            "foreign_keys=ON",
            "secure_delete=ON",  # erased content leaves no bytes behind
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_NO_TRANSACTION):
            return
        if begin == _BEGIN_WRITING:
            begin_writing(connection.connection.driver_connection)
        else:
            connection.exec_driver_sql(begin)

    return engine


def _pool(connections: int) -> dict[str, Any]:
    if not connections:
        return {"poolclass": NullPool}
    return {"poolclass": QueuePool, "pool_size": connections}


def _sqlite_path(url: str) -> Path:
    """Percent-decoded, as SQLAlchemy has it; a ? or # of a name is written %3F, %23."""
    name = make_url(url).database
    if not name or name == ":memory:":
        raise DatabaseUnusable(f"{url} names no file")
    return Path(name)


def _psycopg_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def _unusable_named() -> Iterator[None]:
    """Name the driver's operational errors, without the URL that may hold a password."""
    try:
        yield
    except (IntegrityError, DataError):
        raise  # our own mistakes, not the database's
    except PoolExhausted as error:
        raise DatabaseUnusable("all of its connections are in use") from error
    except (DBAPIError, sqlite_module().Error) as error:
        said = error.orig if isinstance(error, DBAPIError) else error
        lines = str(said).strip().splitlines()
        reason = lines[0] if lines else type(error).__name__
        unusable = DatabaseFull if _is_full(said) else DatabaseUnusable
        raise unusable(reason) from error


def _is_full(said: object) -> bool:
    """True if a driver's error says that the disk is full."""
    return (
        getattr(said, "sqlite_errorname", "") == "SQLITE_FULL"
        or getattr(said, "sqlstate", "") == _DISK_FULL
    )
