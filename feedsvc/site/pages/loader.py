"""The loader: the one script that partners' pages may run, under its version."""

from flask import Blueprint, Response

from feedsvc.edge import lifetimes
from feedsvc.site.view import snippets

blueprint = Blueprint("loader", __name__)


@blueprint.get("/embed/v1/feedsvc.js")
def loader_v1() -> Response:
    """Version 1, which never changes: pages name it with its hash."""
    response = Response(
        snippets.loader(), content_type="text/javascript; charset=utf-8"
    )
    response.headers["Cache-Control"] = (
        f"public, max-age={lifetimes.LOADER_S}, immutable"
    )
    # A hash is checked only where the file may be read (SRI §3.2.2).
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
