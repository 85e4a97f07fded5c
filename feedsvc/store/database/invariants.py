"""Invariants: what must hold between the rows of a database, looked at whole.

For `doctor --full`: every query reads a table from end to end, and takes its time.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from feedsvc.errors import DatabaseUnusable
from feedsvc.store.database.engine import Database
from feedsvc.store.database.sqlite import problems_of
from feedsvc.store.database.tables import metadata

_RESTORE = "restore a backup, or ask for help with this line"


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that is broken; `detail` names some cases and what to do."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class _Invariant:
    """A query for the keys of the rows that break it."""

    name: str
    query: str
    remedy: str = _RESTORE


_INVARIANTS = (
    _Invariant(
        "articles' codes",
        "SELECT info_code FROM articles WHERE info_code <> upper(info_code)"
        " OR length(info_code) NOT BETWEEN 4 AND 64",
    ),
    _Invariant(
        "articles' ids and addresses",
        "SELECT info_code FROM articles WHERE state IN ('published', 'scheduled')"
        " AND (entry_id IS NULL OR permalink IS NULL OR published_at IS NULL)",
    ),
    _Invariant(
        "merged articles",
        "SELECT a.info_code FROM articles a LEFT JOIN articles b ON b.id = a.merged_into"
        " WHERE (a.state = 'merged') <> (b.id IS NOT NULL)",
    ),
    _Invariant(
        "addresses",
        "SELECT d.path FROM addresses d LEFT JOIN articles a ON a.id = d.article_id"
        " LEFT JOIN streams s ON s.id = d.stream_id WHERE a.id IS NULL AND s.id IS NULL"
        " OR d.article_id IS NOT NULL AND d.stream_id IS NOT NULL",
    ),
    _Invariant(
        "credits' articles and sources",
        "SELECT t.name FROM attributions t LEFT JOIN articles a ON a.id = t.article_id"
        " LEFT JOIN sources s ON s.id = t.source_id"
        " WHERE a.id IS NULL OR t.source_id IS NOT NULL AND s.id IS NULL",
        "run `feedsvc rederive`; where it helps nothing, restore a backup",
    ),
    _Invariant(
        "streams' pages",
        "SELECT s.id FROM streams s LEFT JOIN (SELECT stream_id, page, count(*) AS n"
        " FROM stream_entries GROUP BY stream_id, page) e"
        " ON e.stream_id = s.id AND e.page = s.page"
        " WHERE s.page_entries <> coalesce(e.n, 0)",
    ),
    _Invariant(
        "streams' counts",
        "SELECT s.id FROM streams s LEFT JOIN (SELECT stream_id, count(*) AS n"
        " FROM stream_entries WHERE state = 'shown' GROUP BY stream_id) e"
        " ON e.stream_id = s.id WHERE s.shown <> coalesce(e.n, 0)",
    ),
    _Invariant(
        "pages beyond the open one",
        "SELECT s.id FROM streams s JOIN stream_entries e ON e.stream_id = s.id"
        " WHERE e.page > s.page OR e.page < 1 GROUP BY s.id",
    ),
    _Invariant(
        "streams' entries",
        "SELECT a.info_code FROM stream_entries e JOIN articles a ON a.id = e.article_id"
        " WHERE e.state = 'shown' AND a.state <> 'published' GROUP BY a.info_code",
    ),
    _Invariant(
        "tombstones",
        "SELECT a.info_code FROM stream_entries e JOIN articles a ON a.id = e.article_id"
        " WHERE e.state = 'withdrawn' AND a.state = 'published' GROUP BY a.info_code",
    ),
    _Invariant(
        "entries' articles and streams",
        "SELECT e.article_id FROM stream_entries e"
        " LEFT JOIN articles a ON a.id = e.article_id"
        " LEFT JOIN streams s ON s.id = e.stream_id WHERE a.id IS NULL OR s.id IS NULL",
    ),
)


def broken(database: Database) -> Iterator[Broken]:
    """Broken invariants, one by one."""
    yield from _damage(database)
    for each in _INVARIANTS:
        try:
            with database.probe() as connection:
                if found := _keys(connection, each.query):
                    yield Broken(each.name, f"{found}: {each.remedy}")
        except DatabaseUnusable as error:
            yield Broken(each.name, f"{error.reason}: {_RESTORE}")


def _damage(database: Database) -> Iterator[Broken]:
    """Damage by SQLite's own check; on PostgreSQL, errors in reading every row."""
    if database.is_sqlite:
        with database.probe() as connection:
            problems = problems_of(connection.connection.driver_connection)
        if problems:
            detail = f"{problems[0]}; {len(problems) - 1} more: {_RESTORE}"
            yield Broken("pages", detail)
        return
    for table in metadata.sorted_tables:
        try:
            with database.probe() as connection:
                # Whole rows as text, so that values stored apart are read too.
                query = f'SELECT sum(length(t::text)) FROM "{table.name}" t'  # noqa: S608
                connection.execute(text(query)).all()
        except DatabaseUnusable as error:
            yield Broken(table.name, f"{error.reason}: {_RESTORE}")


def _keys(connection: Connection, query: str) -> str:
    """The first three, and how many more; empty if there are none."""
    rows = connection.execute(text(query)).scalars().all()
    named = ", ".join(str(key) for key in rows[:3])
    return f"{len(rows)} wrong, as {named}" if rows else ""
