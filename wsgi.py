"""The WSGI entry: `wsgi:app` under any server."""

from feedsvc.compose.site import create_app
from feedsvc.settings import load_settings

app = create_app(load_settings())
