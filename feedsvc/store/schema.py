"""The schema's version: bringing a database to head, and knowing whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from feedsvc.errors import DatabaseUnusable
from feedsvc.store.engine import Database

_PACKAGE = Path(__file__).resolve().parents[1]


def upgrade(database: Database) -> None:
    """Bring the database to head; a new SQLite file is made, with its folder."""
    if database.path is not None:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    with database.write() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def head() -> str:
    """The newest migration's revision."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def version(database: Database) -> str | None:
    """The database's own revision, or None where no migration was ever run."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def require_head(database: Database) -> None:
    """Refuse a database that is not at head.

    Raises:
        DatabaseUnusable: it is not; the reason says what to run.
    """
    if database.path is not None and not database.path.exists():
        raise DatabaseUnusable(
            f"{database.path} does not exist: run `feedsvc db upgrade`"
        )
    if version(database) != head():
        raise DatabaseUnusable("migrations are missing: run `feedsvc db upgrade`")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_migrations()).replace("%", "%%"))
    return config


def _migrations() -> Path:
    """In a wheel they lie inside the package; in a checkout beside it."""
    packaged = _PACKAGE / "_migrations"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "migrations"
