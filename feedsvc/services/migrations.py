"""Upgrading: the database brought to what this code needs."""

from feedsvc.store.database import migrate, schema
from feedsvc.store.database.engine import Database


def upgrade(database: Database) -> str:
    """Run every migration that is missing; returns the revision that it is at now.

    Raises:
        DatabaseUnusable: the database cannot be reached.
    """
    migrate.upgrade(database)
    schema.require_head(database)
    return schema.HEAD
