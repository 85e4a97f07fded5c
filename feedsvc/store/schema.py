"""The schema's version: what this code needs, and what a database has.

Knows no Alembic, which takes a tenth of a second to import: `store.migrating` does.
"""

from sqlalchemy import Column, MetaData, Table, Text, inspect, select

from feedsvc.errors import DatabaseUnusable
from feedsvc.store.engine import Database

# The newest migration; a test holds it to what lies in `migrations/`.
HEAD = "0005"

_version = Table("alembic_version", MetaData(), Column("version_num", Text))


def version(database: Database) -> str | None:
    """The database's revision, or None where no migration was ever run."""
    with database.read() as connection:
        if not inspect(connection).has_table(_version.name):
            return None
        number: str | None = connection.execute(
            select(_version.c.version_num)
        ).scalar_one_or_none()
    return number


def require_head(database: Database) -> None:
    """Refuse a database that is not at head.

    Raises:
        DatabaseUnusable: it is not; the reason says what to run.
    """
    database.require_there()
    found = version(database)
    if found != HEAD:
        raise DatabaseUnusable(
            f"the database is at migration {found or 'none'}, not {HEAD}: "
            "run `feedsvc db upgrade`"
        )
