"""Base of every composition root."""

from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database


def open_database(settings: Settings) -> Database:
    """The one database of a process; nothing is opened until the first transaction."""
    # Every thread may read at once, and the worker beside them.
    return Database(settings.database_url, settings.serve.threads + 1)
