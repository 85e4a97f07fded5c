"""Refusals: the problem for each error of storing an article, or of deciding about one."""

from collections.abc import Mapping

from feedsvc.errors import (
    ArticlePurged,
    CategoryForbidden,
    DecisionRefused,
    PreconditionFailed,
    SubmissionRefused,
)
from feedsvc.site.api.problem import ApiProblem

_ERASED = "The article was erased for good, and nothing is stored under its code."


def refusal(error: Exception) -> ApiProblem:
    """The problem for an error that says why a change was refused."""
    match error:
        case PreconditionFailed(revision=revision):
            return _failed(revision)
        case CategoryForbidden(categories=categories):
            more: Mapping[str, object] = {"categories": list(categories)}
            detail = "The token does not let you write in these categories."
            return ApiProblem(403, detail if categories else _NO_CATEGORY, more=more)
        case DecisionRefused() | SubmissionRefused():
            return ApiProblem(409, f"{error}.")
        case ArticlePurged():
            return ApiProblem(451, _ERASED)
        case _:
            raise error


_NO_CATEGORY = "The token is bound to categories: name one of them."


def _failed(revision: int | None) -> ApiProblem:
    """412 that says what the current tag is."""
    if revision is None:
        return ApiProblem(412, "There is no such article.")
    tag = f'"{revision}"'
    return ApiProblem(412, f"The article's tag is {tag}.", more={"etag": tag})
