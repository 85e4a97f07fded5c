"""The site inside the test's own process: no socket, and no thread that does due work."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from feedsvc.compose.base import open_database
from feedsvc.compose.site import create_app
from feedsvc.settings import Settings


@contextmanager
def site_app(database_url: str, **settings: object) -> Iterator[Flask]:
    """The application over a database, which is let go of at the end."""
    values = {"database_url": database_url, **settings}
    given = Settings.model_validate(values)
    database = open_database(given)
    try:
        yield create_app(given, database)
    finally:
        database.dispose()
