"""The schema's version: the one this code needs, and the one a database has.

Does not import Alembic, which takes a tenth of a second: `database.migrate` does.
"""

from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect, select

from feedsvc.errors import DatabaseUnusable
from feedsvc.store.database.engine import Database
from feedsvc.store.database.tables import metadata

# The newest migration; a test compares it with `migrations/`.
HEAD = "0028"

_FEWEST = 5  # tables of our names; another program may have a table of tokens too
_NAMED = 3  # of the tables that are another program's
_version = Table("alembic_version", MetaData(), Column("version_num", Text))


def require_head(database: Database) -> None:
    """Refuse a database that is not at head.

    Raises:
        DatabaseUnusable: it is not; the reason says what to do.
    """
    database.require_there()
    with database.read() as connection:
        found = _find_version(connection)
    _refuse_foreign(found)
    if found != HEAD:
        raise DatabaseUnusable(
            f"the database is at migration {found or 'none'}, not {HEAD}: "
            "run `feedsvc db upgrade`",
            told="its migrations are missing",
        )


def require_upgradable(connection: Connection) -> None:
    """Refuse a database that is of a newer version, or another program's.

    Raises:
        DatabaseUnusable: it is; the reason says what to do.
    """
    _refuse_foreign(_find_version(connection))


def _find_version(connection: Connection) -> str | None:
    """The database's revision, or None where nothing was ever stored.

    Raises:
        DatabaseUnusable: there are tables, and nothing says that they are ours.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    numbers = _numbers(connection) if _version.name in tables else []
    if tables == {_version.name} and not numbers:
        return None  # downgraded to nothing
    if len(tables & metadata.tables.keys()) < _FEWEST:
        named = ", ".join(sorted(tables)[:_NAMED])
        raise DatabaseUnusable(
            f"the database is another program's (its tables: {named}): "
            "set database_url to one of feedsvc's own"
        )
    if not numbers:
        raise DatabaseUnusable(
            "the database has tables of feedsvc, and no migration is named in "
            "alembic_version: restore a backup"
        )
    if len(numbers) > 1:
        raise DatabaseUnusable(
            f"the database names several migrations in alembic_version "
            f"({', '.join(numbers)}), where one must be: restore a backup"
        )
    return numbers[0]


def _numbers(connection: Connection) -> list[str]:
    query = select(_version.c.version_num).order_by(_version.c.version_num)
    return list(connection.execute(query).scalars())


def _refuse_foreign(found: str | None) -> None:
    """Refuse a revision that no migration here leads to."""
    if found is None or (_is_number(found) and found <= HEAD):
        return
    if _is_number(found):
        raise DatabaseUnusable(
            f"the database is at migration {found}, and this feedsvc knows none after "
            f"{HEAD}: install the version that brought it there, or a newer one",
            told="it is of a newer version than this process",
        )
    raise DatabaseUnusable(
        f"the database is at migration {found!r}, which feedsvc does not know (its own "
        f"is {HEAD}): is it another program's? Set database_url to one of feedsvc's own"
    )


def _is_number(found: str) -> bool:
    return len(found) == len(HEAD) and found.isascii() and found.isdecimal()
