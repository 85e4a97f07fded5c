"""The WSGI entry: `wsgi:app` under any server."""

from feedsvc.compose.base import open_database
from feedsvc.compose.site import create_app
from feedsvc.settings import load_settings

settings = load_settings()
app = create_app(settings, open_database(settings))
