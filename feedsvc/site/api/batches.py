"""Batches: up to 500 articles in one request and one change, with a result for each."""

from collections import Counter
from collections.abc import Iterable, Mapping

from flask import Blueprint, Response

from feedsvc.errors import FeedsvcError
from feedsvc.model.submission import Submission
from feedsvc.model.token import Scope
from feedsvc.services.publishing.intake import Receipt
from feedsvc.site import auth
from feedsvc.site.api.answers import BatchResult, BatchResults
from feedsvc.site.api.article_json import code_of, submission_of
from feedsvc.site.api.bodies import SentBatch, SentItem
from feedsvc.site.api.json_body import json_body, typed
from feedsvc.site.api.problem import ApiProblem, closed
from feedsvc.site.api.refusals import refusal
from feedsvc.site.context import services

blueprint = Blueprint("batches", __name__, url_prefix="/api/v1/articles")
blueprint.after_request(closed)

MAX_BODY_BYTES = 8 * 1024 * 1024


@blueprint.post("/batch")
def put_all() -> Response:
    """Store articles under their codes; bad ones leave the good ones alone."""
    token = auth.bearer(Scope.WRITE_ARTICLES)
    items = typed(SentBatch, json_body(MAX_BODY_BYTES)).articles
    read = [_read(item) for item in items]
    good = _once(one for one in read if isinstance(one, Submission))
    with services().admission.place():
        stored = services().intake.put_all(good, token)
    outcomes = dict(zip((one.key for one in good), stored, strict=True))
    results = [
        _refused(one) if isinstance(one, ApiProblem) else _result(one.key, outcomes)
        for one in read
    ]
    told = BatchResults(results=results).model_dump_json(exclude_none=True)
    return Response(f"{told}\n", content_type="application/json")


def _read(item: object) -> Submission | ApiProblem:
    """The submission of an item, or the problem that it has."""
    try:
        return submission_of(sent := typed(SentItem, item), code_of(sent.code))
    except ApiProblem as problem:
        return problem


def _once(read: Iterable[Submission]) -> list[Submission]:
    """Submissions without those that share a code: nobody knows which is meant."""
    every = list(read)
    count = Counter(one.key for one in every)
    return [one for one in every if count[one.key] == 1]


def _result(code: str, outcomes: Mapping[str, Receipt | FeedsvcError]) -> BatchResult:
    """Result of one item, with the status that it would have alone."""
    outcome = outcomes.get(code)
    if outcome is None:
        return _refused(ApiProblem(409, "The batch has this code twice."), code)
    if isinstance(outcome, FeedsvcError):
        return _refused(refusal(outcome), code)
    return BatchResult(
        status=201 if outcome.is_new else 200,
        code=code,
        etag=f'"{outcome.revision}"',
        warnings=list(outcome.warnings),
    )


def _refused(problem: ApiProblem, code: str | None = None) -> BatchResult:
    return BatchResult.model_validate({"code": code, **problem.members})
