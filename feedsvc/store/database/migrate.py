"""Migrating: bringing a database to the newest migration. The only user of Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from feedsvc.store.database import schema
from feedsvc.store.database.engine import Database

_PACKAGE = Path(__file__).resolve().parents[2]


def upgrade(database: Database, target: str = "head") -> None:
    """Bring the database to `target`; a new SQLite file is made, with its folder.

    Raises:
        DatabaseUnusable: it is of a newer version, another program's, or away.
    """
    database.create()
    with database.write() as connection:
        schema.require_upgradable(connection)
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, target)


def alembic_config() -> Config:
    """Configuration by which Alembic finds the migrations."""
    config = Config()
    config.set_main_option("script_location", str(_migrations()).replace("%", "%%"))
    return config


def _migrations() -> Path:
    """Folder of the migrations: inside the package in a wheel, else beside it."""
    packaged = _PACKAGE / "_migrations"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "migrations"
