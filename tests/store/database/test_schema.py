"""Databases that are not at head: older, newer, another program's, or broken."""

import pytest
from sqlalchemy import text

from feedsvc.errors import DatabaseUnusable
from feedsvc.store.database import migrate, schema
from feedsvc.store.database.engine import Database

NUMBER = "UPDATE alembic_version SET version_num = "


def run(url: str, *statements: str) -> Database:
    """A database after these statements."""
    database = Database(url)
    database.create()
    with database.write() as connection:
        for statement in statements:
            connection.execute(text(statement))
    return database


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (f"{NUMBER}'9998'", "9998, and this feedsvc knows none after"),
        (f"{NUMBER}'ae1027a6acf0'", "'ae1027a6acf0', which feedsvc does not know"),
        ("INSERT INTO alembic_version VALUES ('0001')", "names several migrations"),
        ("DELETE FROM alembic_version", "no migration is named"),
        ("DROP TABLE alembic_version", "no migration is named"),
    ],
)
def test_what_no_migration_leads_from(database_url: str, statement: str, reason: str):
    """The same one line from what serves and from what migrates; never `db upgrade`."""
    database = run(database_url, statement)
    for refuse in (schema.require_head, migrate.upgrade):
        with pytest.raises(DatabaseUnusable, match=reason) as caught:
            refuse(database)
        assert "db upgrade" not in caught.value.reason
        assert "\n" not in caught.value.reason
    database.dispose()


def test_another_programs_database_is_left_alone(empty_database_url: str):
    """Its tables are named, and none of ours is put beside them."""
    url = empty_database_url
    tables = ("CREATE TABLE users (id INTEGER)", "CREATE TABLE tokens (id INTEGER)")
    database = run(url, *tables)
    for refuse in (schema.require_head, migrate.upgrade):
        with pytest.raises(
            DatabaseUnusable, match=r"another program's \(its tables: t"
        ):
            refuse(database)
    with (
        pytest.raises(DatabaseUnusable, match="articles"),
        database.read() as connection,
    ):
        connection.execute(text("SELECT * FROM articles"))
    database.dispose()


def test_an_older_one_can_be_upgraded(database_url: str):
    """That, and nothing else, is told to run the migrations."""
    database = run(database_url, f"{NUMBER}'0001'")
    with pytest.raises(DatabaseUnusable, match=r"run `feedsvc db upgrade`"):
        schema.require_head(database)
    database.dispose()
