"""The WSGI entry: `wsgi:app` under any server."""

from feedsvc.compose.base import known_settings, open_database
from feedsvc.compose.site import create_app
from feedsvc.settings import load_settings

settings = load_settings()
database = open_database(settings)
app = create_app(known_settings(settings, database), database)
