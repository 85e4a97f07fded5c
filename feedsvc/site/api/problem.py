"""Problems of the API, as JSON (RFC 9457): our own words, and names of fields."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Response, request

MEDIA_TYPE = "application/problem+json"


class ApiProblem(Exception):
    """A request to the API that cannot be answered.

    Attributes:
        detail: one sentence that names the field.
        retry_after_s: when to ask again, if that helps.
        more: further members of the problem, in the form of JSON.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        retry_after_s: int = 0,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.more = more or {}

    @property
    def members(self) -> dict[str, object]:
        """Members of the problem."""
        phrase = HTTPStatus(self.status).phrase
        detail = {"detail": self.detail} if self.detail else {}
        return {
            "type": "about:blank",
            "title": phrase,
            "status": self.status,
            **detail,
            **self.more,
        }


def is_api() -> bool:
    """True if a program asks."""
    return request.path.startswith("/api/") or request.path == "/oembed"


def wrong_fields(faults: Sequence[tuple[str, str]]) -> ApiProblem:
    """The problem of a body with these faults: a JSON pointer (RFC 6901) and a reason."""
    errors = [{"pointer": pointer, "detail": detail} for pointer, detail in faults]
    detail = "The body is not as it should be; errors says where."
    return ApiProblem(422, detail, more={"errors": errors})


def api_problem(status: int, detail: str = "") -> Response:
    """A problem with its status, readable from every origin."""
    return from_error(ApiProblem(status, detail))


def from_error(error: ApiProblem) -> Response:
    """The problem for an error that a view raised, readable from every origin."""
    response = Response(
        json.dumps(error.members), error.status, content_type=MEDIA_TYPE
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    if error.retry_after_s:
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def nothing_to_merge_into(detail: str) -> ApiProblem:
    """Problem of a merger whose field `into` leads nowhere."""
    fault = {"pointer": "/into", "detail": detail}
    return ApiProblem(404, "There is nothing to merge into.", more={"errors": [fault]})


def closed(response: Response) -> Response:
    """Keep an answer, problems included, from other sites' scripts and from caches."""
    for name in ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers"):
        response.headers.pop(name, None)
    response.headers["Cache-Control"] = "no-store"
    return response
