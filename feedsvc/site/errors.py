"""Problems: the status for each error, and the page that explains it.

The API says it as JSON instead.
"""

from datetime import date

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from feedsvc.edge import lifetimes, redirects
from feedsvc.edge.conditional import public
from feedsvc.edge.reply import Reply
from feedsvc.errors import (
    ArticlePurged,
    CategoryForbidden,
    DatabaseFull,
    DatabaseUnusable,
    DecisionRefused,
    ForeignUrl,
    NotFound,
    PreconditionFailed,
    SigningUnavailable,
    StreamNotFound,
    StreamRetired,
    SubmissionRefused,
    TokenRefused,
)
from feedsvc.log import fail
from feedsvc.model.answer import Withdrawn
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.site import auth
from feedsvc.site.api.problem import ApiProblem, api_problem, from_error, is_api
from feedsvc.site.api.refusals import refusal
from feedsvc.site.context import services

_NO_SUCH = "There is nothing at this address."


def register(app: Flask) -> None:
    """Answer every error of ours, of HTTP, and any other, with a page."""
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(StreamNotFound, _stream_not_found)
    app.register_error_handler(StreamRetired, _stream_retired)
    app.register_error_handler(TokenRefused, _token_refused)
    app.register_error_handler(DatabaseUnusable, _unusable)
    app.register_error_handler(DatabaseFull, _full)
    app.register_error_handler(ForeignUrl, _foreign_url)
    app.register_error_handler(SigningUnavailable, _signing_unavailable)
    for refused in (
        ArticlePurged,
        CategoryForbidden,
        DecisionRefused,
        PreconditionFailed,
        SubmissionRefused,
    ):
        app.register_error_handler(refused, _refused)
    app.register_error_handler(ApiProblem, from_error)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def redirect(url: str) -> Response:
    """301 to an absolute URL of ours."""
    return _from_reply(redirects.redirect(url, lifetimes.MOVED_S))


def gone(answer: Withdrawn) -> Response:
    """410, or 451, with the date of withdrawal and nothing else of the article."""
    headlines = services().script.headlines(services().listings.latest())
    page = render_template("gone.html", gone=answer, headlines=headlines)
    return _gone(page, 451 if answer.is_legal else 410)


def _gone(page: str, status: int) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = public(lifetimes.WITHDRAWN_S)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def not_found(day: date | None = None) -> Response:
    """404, the same for every address, with headlines to go on from.

    Args:
        day: whose headlines, if it has any; else the latest.
    """
    if is_api():
        return api_problem(404, _NO_SUCH)
    listings = services().listings
    found = listings.of_day(day) if day else ()
    page = render_template(
        "not_found.html",
        headlines=services().script.headlines(found or listings.latest()),
        day=day if found else None,
    )
    response = make_response(page, 404)
    response.headers["Cache-Control"] = public(lifetimes.UNKNOWN_S)
    return response


def _not_found(_error: NotFound) -> Response:
    return not_found()


def _stream_retired(error: StreamRetired) -> Response:
    """410 for a category that was retired, and for its feeds."""
    if is_api():
        return not_found()
    headlines = services().script.headlines(services().listings.latest())
    page = render_template("retired.html", since=error.since, headlines=headlines)
    return _gone(page, 410)


def _stream_not_found(error: StreamNotFound) -> Response:
    """Redirect for a stream that was renamed or is asked for by raw name, else 404."""
    if is_api():
        return not_found()
    ref = services().share_links.find_stream(
        StreamRef(StreamKind(error.kind), error.name)
    )
    if ref is None:
        return not_found()
    return redirect(services().links.stream_page(ref))


def _token_refused(_error: TokenRefused) -> Response:
    """401, the same for every fault of a token."""
    response = _said(401)
    auth.challenge(response, is_program=is_api())
    response.headers["Cache-Control"] = "no-store"
    return response


def _unusable(error: DatabaseUnusable) -> Response:
    fail("unavailable", reason=error.reason)
    response = _said(503)
    response.headers["Retry-After"] = "5"
    response.headers["Cache-Control"] = "no-store"
    return response


def _full(error: DatabaseFull) -> Response:
    fail("disk-full", reason=error.reason)
    return api_problem(507, "There is no room left to store anything; reading goes on.")


def _refused(error: Exception) -> Response:
    return from_error(refusal(error))


def _foreign_url(_error: ForeignUrl) -> Response:
    return api_problem(400, "url must be the address of a page of this site.")


def _signing_unavailable(error: SigningUnavailable) -> Response:
    detail = "WeChat gives no ticket to sign with."
    return from_error(ApiProblem(503, detail, retry_after_s=error.retry_after_s))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status == 404:
        return not_found()
    response = _said(status)
    for name, value in error.get_headers(request.environ):
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    if status == 429:
        response.headers["Cache-Control"] = "no-store"
    return response


def _unexpected(error: Exception) -> Response:
    """The one guard against unforeseen errors: logged in full, never shown."""
    fail("error", with_traceback=True, type=type(error).__name__)
    response = _said(500)
    response.headers["Cache-Control"] = "no-store"
    return response


def _said(status: int) -> Response:
    """The error response: problem+json under /api/, else an HTML page."""
    if is_api():
        return api_problem(status)
    return make_response(render_template("error.html", status=status), status)


def _from_reply(reply: Reply) -> Response:
    return Response(reply.body, status=reply.status, headers=list(reply.headers))
