"""Parameters in the queries of requests to the API."""

from flask import request

from feedsvc.site.api.problem import ApiProblem


def text(name: str, default: str = "") -> str:
    """A parameter that is given once, or not at all."""
    given = request.args.getlist(name)
    if len(given) > 1:
        raise ApiProblem(400, f"{name} must be given once.")
    return given[0] if given else default


def number(name: str, most: int) -> int | None:
    """A number from 1 to `most`; None where the query gives none."""
    if not (given := request.args.getlist(name)):
        return None
    [digits] = given if len(given) == 1 else [""]
    is_number = (
        digits.isascii() and digits.isdecimal() and len(digits) <= len(str(most))
    )
    if not is_number or not 1 <= int(digits) <= most:
        raise ApiProblem(400, f"{name} must be one number from 1 to {most}.")
    return int(digits)
