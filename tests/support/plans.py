"""Plans: how a database goes about each statement of the store."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Connection, Engine, event

import feedsvc.store
from feedsvc.store.database.tables import metadata

_STORE = str(Path(feedsvc.store.__path__[0]))
_OWN = str(Path(_STORE, "database", "engine.py"))
_EXPLAINED = ("SELECT", "UPDATE", "DELETE", "WITH", "INSERT")
_SQLITE = re.compile(
    r"(?P<how>SCAN|SEARCH) (?P<table>[a-z_]+?)(?:_\d+)?"
    r"(?: USING (?:COVERING )?(?:INDEX (?P<index>\w+)|INTEGER PRIMARY KEY))?"
    r"(?: \((?P<column>\w+).*\))?(?: LEFT-JOIN)?"
)
# Indexes of a few rows of a table, which may be read from end to end.
_PARTIAL = {
    index.name
    for table in metadata.sorted_tables
    for index in table.indexes
    if "where" in index.info
}
_POSTGRESQL = re.compile(r"(?P<how>Seq Scan|Scan) (?:using \w+ )?on (?P<table>\w+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that the store sent.

    Attributes:
        function: the function of the store that sent it, from `feedsvc.store` on.
        text: as SQLAlchemy writes it.
        parameters: its first set of them.
    """

    function: str
    text: str
    parameters: Any = field(compare=False, hash=False)


@contextmanager
def noting() -> Iterator[dict[Statement, list[str]]]:
    """Note the plan of each statement that the store sends, as it is sent."""
    plans: dict[Statement, list[str]] = {}

    def note(*sent: Any) -> None:
        connection, _cursor, text, parameters, _context, is_many = sent
        function = _sender()
        if function is None or not text.lstrip().startswith(_EXPLAINED):
            return
        first = parameters[0] if is_many else parameters
        statement = Statement(function, text, first)
        if statement not in plans:
            plans[statement] = explain(connection, statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def explain(connection: Connection, statement: Statement) -> list[str]:
    """Lines of a statement's plan."""
    is_sqlite = connection.dialect.name == "sqlite"
    prefix = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    cursor = connection.connection.cursor()
    try:
        cursor.execute(prefix + statement.text, statement.parameters)
        return [str(row[3 if is_sqlite else 0]) for row in cursor.fetchall()]
    finally:
        cursor.close()


def accesses(plan: list[str]) -> set[tuple[str, str]]:
    """Each table that a plan of SQLite's reads, and by which index or column.

    `whole` is a table, or an index of all of it, that is read from end to end.
    """
    found = set()
    for line in plan:
        if match := _SQLITE.fullmatch(line):
            index = match["index"] or ""
            is_named = index and not index.startswith("sqlite_autoindex")
            by = index if is_named else match["column"] or "rowid"
            is_whole = match["how"] == "SCAN" and index not in _PARTIAL
            found.add((match["table"], "whole" if is_whole else by))
    return found


def read_whole(plan: list[str]) -> set[str]:
    """Tables that a plan of PostgreSQL's reads from end to end."""
    matches = filter(None, map(_POSTGRESQL.search, plan))
    return {match["table"] for match in matches if match["how"] == "Seq Scan"}


def _sender() -> str | None:
    """The function of the store that sends what is being sent."""
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - callers' names
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_STORE) and file != _OWN:
            module = (
                file.removeprefix(_STORE + "/").removesuffix(".py").replace("/", ".")
            )
            function = frame.f_code.co_qualname.partition(".<locals>")[0]
            return f"{module}.{function}"
        frame = frame.f_back
    return None
