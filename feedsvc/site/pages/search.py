"""Search: a page of results, and its description for browsers and readers."""

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import TooManyRequests

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import public
from feedsvc.site.context import services
from feedsvc.site.view.csp import searching_policy

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def search() -> Response:
    """Articles that are searched for, newest first; without words, how to search."""
    text = request.args.get("q", "")
    if text and (wait_s := services().searching.wait_s(request.remote_addr or "")):
        raise TooManyRequests(retry_after=wait_s)
    found = services().search.page(text, request.args.get("before"))
    page = render_template("search.html", results=services().script.results(found))
    response = make_response(page)
    response.headers["Cache-Control"] = public(lifetimes.SEARCH_S)
    response.headers["Content-Security-Policy"] = searching_policy(services().links)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """Description of the search (OpenSearch 1.1)."""
    response = make_response(render_template("opensearch.xml"))
    response.content_type = "application/opensearchdescription+xml; charset=utf-8"
    response.headers["Cache-Control"] = public(lifetimes.DIRECTORY_S)
    return response
