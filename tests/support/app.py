"""The site inside the test's own process: no socket, and no thread that does due work."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from feedsvc.compose.site import create_app
from feedsvc.settings import Settings
from feedsvc.site.context import services


@contextmanager
def site_app(database_url: str, **settings: object) -> Iterator[Flask]:
    """The application over a database, which is let go of at the end."""
    values = {"database_url": database_url, **settings}
    app = create_app(Settings.model_validate(values))
    try:
        yield app
    finally:
        with app.app_context():
            services().sharing.database.dispose()
