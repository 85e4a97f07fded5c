"""Base of every composition root."""

from feedsvc.settings import Settings
from feedsvc.settings.informed import informed
from feedsvc.store.articles import site_facts
from feedsvc.store.database.engine import Database


def open_database(settings: Settings) -> Database:
    """The one database of a process; nothing is opened until the first transaction."""
    # Every thread may read at once, and the worker beside them.
    return Database(settings.database_url, settings.serve.threads + 1)


def known_settings(settings: Settings, database: Database) -> Settings:
    """The settings, with what the site said of itself where they say nothing.

    Read once, when a process begins.
    """
    with database.read() as connection:
        return informed(settings, site_facts.read(connection))
