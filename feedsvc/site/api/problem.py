"""Problems of the API, as JSON (RFC 9457): our own words, nothing of the request."""

import json
from http import HTTPStatus

from flask import Response, request

MEDIA_TYPE = "application/problem+json"


class ApiProblem(Exception):
    """A request to the API that cannot be answered.

    Attributes:
        detail: one sentence that names the field.
        retry_after_s: when to ask again, if that helps.
    """

    def __init__(self, status: int, detail: str, *, retry_after_s: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.retry_after_s = retry_after_s


def is_api() -> bool:
    """True if a program asks."""
    return request.path.startswith("/api/") or request.path == "/oembed"


def api_problem(status: int, detail: str = "") -> Response:
    """A problem with its status, readable from every origin."""
    phrase = HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": phrase, "status": status}
    response = Response(
        json.dumps(told | ({"detail": detail} if detail else {})),
        status,
        content_type=MEDIA_TYPE,
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response


def from_error(error: ApiProblem) -> Response:
    """The problem for an error that a view raised."""
    response = api_problem(error.status, error.detail)
    if error.retry_after_s:
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response
