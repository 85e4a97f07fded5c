"""JSON in the bodies of requests to the API (RFC 8259)."""

import json

from flask import request

from feedsvc.site.api.problem import ApiProblem


def json_body(max_bytes: int) -> object:
    """Value that the body of the request holds.

    Raises:
        ApiProblem: it is no JSON in UTF-8, is said to be something else, or is too long.
    """
    if request.mimetype != "application/json":
        raise ApiProblem(415, "Content-Type must be application/json.")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise ApiProblem(415, "Content-Encoding must be absent.")
    if (request.content_length or 0) > max_bytes:
        raise ApiProblem(413, f"The body may have {max_bytes} bytes.")
    try:
        body: object = json.loads(
            request.get_data(cache=False).decode(), parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        raise ApiProblem(400, "The body must be JSON in UTF-8.") from None
    return body


def _refuse(_constant: str) -> None:
    raise ValueError("NaN and Infinity are not JSON (RFC 8259 §6)")
