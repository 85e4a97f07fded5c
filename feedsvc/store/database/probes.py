"""Probes: whether a database does what requests need, tried cheaply.

Each outcome is remembered for a while, so a storm of probes costs no more than one.
"""

import random
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, exists, func, insert, select

from feedsvc.errors import DatabaseUnusable
from feedsvc.store.database.engine import Database
from feedsvc.store.database.tables import (
    addresses,
    articles,
    attributions,
    metadata,
    stream_entries,
    streams,
    tokens,
)

_READ_EVERY_S = 1.0
_WRITE_EVERY_S = 10.0
_SAMPLES = 40  # articles read whole; each also leads through four indexes
_WRITTEN_BYTES = 64 * 1024  # more than the connection remembers: it reaches the disk
_LEAST_FREE_BYTES = 4 * 1024 * 1024
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Outcome:
    """Outcome of a trial, and the time until which it is believed."""

    until: float = 0.0
    error: DatabaseUnusable | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Probes:
    """Trials of one database; safe from every thread."""

    def __init__(self, database: Database) -> None:
        """Begin with nothing tried."""
        self._database = database
        self._reading, self._writing, self._pages = _Outcome(), _Outcome(), _Outcome()

    def require_readable(self) -> None:
        """Read a row of each table, and from time to time some whole articles.

        Raises:
            DatabaseUnusable: one is missing, lacks a column, or cannot be read.
        """
        self._database.require_same()
        _remembered(self._reading, _READ_EVERY_S, self._read)
        _remembered(self._pages, _WRITE_EVERY_S, self._sample)

    def require_writable(self) -> None:
        """Write now and then, and roll back.

        Raises:
            DatabaseUnusable: the disk is full, or the database takes no writes.
        """
        self._require_room()
        _remembered(self._writing, _WRITE_EVERY_S, self._write)

    def _read(self) -> None:
        # EXISTS stops at the first row, whatever index or order leads to it.
        tables = [exists(select(table)) for table in metadata.sorted_tables]
        with self._database.probe() as connection:
            connection.execute(select(*tables)).all()

    def _sample(self) -> None:
        with self._database.probe() as connection:
            # Both ends of the primary key: asked for in one SELECT, SQLite would read
            # all that lies between.
            ends = (func.min(articles.c.id), func.max(articles.c.id))
            first, last = connection.execute(
                select(*(select(end).scalar_subquery() for end in ends))
            ).one()
            for _ in range(_SAMPLES if first is not None else 0):
                _follow(connection, random.randint(first, last))  # noqa: S311
            connection.execute(select(streams)).all()

    def _write(self) -> None:
        row = {
            "prefix": secrets.token_hex(16),
            "name": "a probe that is rolled back",
            "scopes": "",
            "digest": secrets.token_bytes(_WRITTEN_BYTES),
            "created_at": _EPOCH,
            "expires_at": _EPOCH,
        }
        try:
            with self._database.probe() as connection:
                connection.execute(insert(tokens), row)
        except DatabaseUnusable as error:
            if (
                "locked" not in error.reason
            ):  # another writer is at work, so writing is possible
                raise

    def _require_room(self) -> None:
        if self._database.path is None:
            return
        folder = self._database.path.resolve().parent
        try:
            free = shutil.disk_usage(folder).free
        except OSError as error:
            reason = f"cannot look at {folder}: {error.strerror}"
            raise DatabaseUnusable(reason) from error
        if free < _LEAST_FREE_BYTES:
            raise DatabaseUnusable(
                f"the disk of {folder} is full: {free} bytes are left",
                told="the database's disk is full",
            )


def _follow(connection: Connection, at_least: int) -> None:
    """Read an article whole, and what indexes lead from it and to it."""
    query = select(articles).where(articles.c.id >= at_least).order_by(articles.c.id)
    row = connection.execute(query.limit(1)).one_or_none()
    if row is None:
        return
    # by uq_articles_info_code
    by_code = select(articles.c.id).where(articles.c.info_code == row.info_code)
    if connection.execute(by_code).scalar_one_or_none() != row.id:
        raise DatabaseUnusable(f"the index of codes does not lead to {row.info_code}")
    # by ix_stream_entries_article_id
    entries = select(stream_entries).where(stream_entries.c.article_id == row.id)
    connection.execute(entries).all()
    # by the primary keys
    credited = select(attributions).where(attributions.c.article_id == row.id)
    connection.execute(credited).all()
    near = addresses.c.path >= (row.permalink or "")
    led = select(addresses).where(near).order_by(addresses.c.path).limit(1)
    connection.execute(led).all()


def _remembered(outcome: _Outcome, for_s: float, trial: Callable[[], None]) -> None:
    """Outcome of the trial, new or remembered; a failure is retried sooner."""
    with outcome.lock:
        if time.monotonic() >= outcome.until:
            try:
                trial()
            except DatabaseUnusable as error:
                outcome.error = error
            else:
                outcome.error = None
            lasts = _READ_EVERY_S if outcome.error else for_s
            outcome.until = time.monotonic() + lasts
        error_then = outcome.error
    if error_then is not None:
        raise DatabaseUnusable(error_then.reason, error_then.told)
