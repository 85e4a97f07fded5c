"""The WSGI entry: `wsgi:app` under any server."""

from feedsvc.app import create_app
from feedsvc.settings import load_settings

app = create_app(load_settings())
