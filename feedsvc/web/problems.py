"""Problems: which error becomes which status, and the page that says so."""

import logging
from urllib.parse import quote

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from feedsvc.errors import ArticleNotFound, DatabaseUnusable, StreamNotFound
from feedsvc.model.resolution import Gone, Moved
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.web.caching import public
from feedsvc.web.context import services
from feedsvc.web.reply import Reply
from feedsvc.web.shares import MAX_AGE_S, moved

_log = logging.getLogger("feedsvc.problems")
_NOT_FOUND_MAX_AGE_S = 60


def register(app: Flask) -> None:
    """Answer every error of ours, of HTTP, and any other, with a page."""
    app.register_error_handler(ArticleNotFound, _article_not_found)
    app.register_error_handler(StreamNotFound, _stream_not_found)
    app.register_error_handler(DatabaseUnusable, _unusable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def redirect(resolution: Moved) -> Response:
    """The redirect of a moved address."""
    return _from_reply(moved(resolution))


def gone(resolution: Gone) -> Response:
    """410, or 451: that the article was withdrawn, and when; of it no more."""
    headlines = services().script.headlines(services().reading.latest())
    page = render_template("gone.html", gone=resolution, headlines=headlines)
    response = make_response(page)
    response.status_code = 451 if resolution.is_legal else 410
    response.headers["Cache-Control"] = public(MAX_AGE_S)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def not_found() -> Response:
    """404, the same whatever was asked for, with the latest headlines to go on from."""
    headlines = services().script.headlines(services().reading.latest())
    page = render_template("not_found.html", headlines=headlines)
    response = make_response(page, 404)
    response.headers["Cache-Control"] = public(_NOT_FOUND_MAX_AGE_S)
    return response


def _article_not_found(_error: ArticleNotFound) -> Response:
    return not_found()


def _stream_not_found(error: StreamNotFound) -> Response:
    """A stream that was renamed, or is asked for by its raw name, has moved."""
    ref = services().sharing.find_stream(StreamRef(StreamKind(error.kind), error.slug))
    if ref is None:
        return not_found()
    return redirect(Moved(services().links.stream_page(ref)))


def _unusable(error: DatabaseUnusable) -> Response:
    _log.error("event=unavailable reason=%s", quote(error.reason))
    response = make_response(render_template("error.html", status=503), 503)
    response.headers["Retry-After"] = "5"
    response.headers["Cache-Control"] = "no-store"
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status == 404:
        return not_found()
    response = make_response(render_template("error.html", status=status), status)
    for name, value in error.get_headers(request.environ):
        if name == "Allow":
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    """The one guard against what nobody foresaw: logged whole, shown as nothing."""
    _log.exception("event=error type=%s", type(error).__name__)
    response = make_response(render_template("error.html", status=500), 500)
    response.headers["Cache-Control"] = "no-store"
    return response


def _from_reply(reply: Reply) -> Response:
    return Response(reply.body, status=reply.status, headers=list(reply.headers))
