"""Alembic's entry: runs migrations on the connection that `store.schema` hands in."""

from alembic import context
from sqlalchemy import Connection, text

from feedsvc.settings import load_settings
from feedsvc.store.database.engine import Database
from feedsvc.store.database.tables import metadata

_LOCK = 7_276_343  # any number, the same for every process


def _run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # A migration that waits for a table blocks everybody behind it: give up early.
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_in = context.config.attributes.get("connection")
if handed_in is not None:
    _run(handed_in)
else:  # `alembic check` and `alembic revision`, from a checkout
    with Database(load_settings().database_url).write() as opened:
        _run(opened)
