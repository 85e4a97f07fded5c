"""Articles: sent, read and decided on by programs that have a token."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, request

from feedsvc.edge.conditional import Conditions, Verdict
from feedsvc.errors import ArticleNotFound
from feedsvc.model.article import ArticleState
from feedsvc.model.dossier import Dossier
from feedsvc.model.info_code import InfoCode
from feedsvc.model.token import Scope
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.publishing.guards import Guard
from feedsvc.site import auth
from feedsvc.site.api.answers import EventOf, History
from feedsvc.site.api.article_json import article_json, code_of, submission_of
from feedsvc.site.api.bodies import SentArticle, SentMerger, SentRetraction
from feedsvc.site.api.json_body import json_body, typed
from feedsvc.site.api.problem import ApiProblem, closed, nothing_to_merge_into
from feedsvc.site.context import services
from feedsvc.site.view.dates import stamp

blueprint = Blueprint("articles", __name__, url_prefix="/api/v1/articles")
blueprint.after_request(closed)
_WORDS = {"true": True, "false": False}

MAX_BODY_BYTES = 2 * 1024 * 1024
_MAX_DECISION_BYTES = 16 * 1024
_READERS = (Scope.READ_ARTICLES, Scope.WRITE_ARTICLES)


@blueprint.get("/<code:code>")
def get(code: str) -> Response:
    """An article in any state, with everything that is known of it."""
    auth.bearer(*_READERS)
    found = services().intake.find(code_of(code))
    if found.state is ArticleState.RETRACTED:
        raise _gone(found)
    return _answer(found)


@blueprint.put("/<code:code>")
def put(code: str) -> Response:
    """Store an article under its code, instead of what it said before."""
    return _store(code_of(code))


@blueprint.post("")
def post() -> Response:
    """Store a new article under a code that is made for it."""
    return _store(new_code())


@blueprint.delete("/<code:code>")
def retract(code: str) -> Response:
    """Withdraw an article, for the reason in the query."""
    known = code_of(code)
    decisions = _deciding(known)
    given = typed(SentRetraction, _query())
    with services().admission.place():
        decisions.retract(known, reason=given.reason, is_legal=given.legal)
    return _answer(services().intake.find(known))


@blueprint.post("/<code:code>/restore")
def restore(code: str) -> Response:
    """Bring back an article that was withdrawn or merged."""
    known = code_of(code)
    decisions = _deciding(known)
    with services().admission.place():
        decisions.restore(known)
    return _answer(services().intake.find(known))


@blueprint.post("/<code:code>/merge")
def merge(code: str) -> Response:
    """Let another article answer for this one."""
    known = code_of(code)
    decisions = _deciding(known)
    into = code_of(typed(SentMerger, json_body(_MAX_DECISION_BYTES)).into)
    _deciding(into)
    with services().admission.place():
        try:
            decisions.merge(known, into)
        except ArticleNotFound as error:
            if error.name != into:
                raise
            raise nothing_to_merge_into("no article has this code") from error
    return _answer(services().intake.find(known))


@blueprint.get("/<code:code>/history")
def history(code: str) -> Response:
    """Changes of an article, the latest first."""
    auth.bearer(*_READERS)
    zone = services().listings.zone
    events = [
        EventOf(
            at=event.at.astimezone(zone),
            what=event.deed,
            by=event.by,
            note=event.note,
        )
        for event in services().histories.events(code_of(code))
    ]
    told = History(events=events).model_dump_json()
    return Response(f"{told}\n", content_type="application/json")


def new_code() -> InfoCode:
    """A code that no article has."""
    return InfoCode(f"A-{secrets.token_hex(8).upper()}")


def _store(code: InfoCode) -> Response:
    token = auth.bearer(Scope.WRITE_ARTICLES)
    body = typed(SentArticle, json_body(MAX_BODY_BYTES))
    intake = services().intake
    with services().admission.place():
        receipt = intake.put(submission_of(body, code), token, _guard())
    response = _answer(intake.find(code), receipt.warnings)
    if receipt.is_new:
        response.status_code = 201
        response.headers["Location"] = services().links.absolute(
            f"{blueprint.url_prefix}/{code}"
        )
    return response


def _deciding(code: InfoCode) -> Decisions:
    """Decisions in the name of the request's token, if it may write this article."""
    token = auth.bearer(Scope.WRITE_ARTICLES)
    services().intake.require_permitted(code, token)
    by = f"token {token.name}"
    return replace(services().decisions, by=by, guard=_guard())


def _guard() -> Guard:
    """The request's conditions, to be held against an article's revision."""
    conditions = Conditions.of(request.headers.get)
    return lambda revision: conditions.allow(str(revision) if revision else None)


def _query() -> dict[str, object]:
    """Fields in the query, each given once."""
    given: dict[str, object] = {}
    for name, texts in request.args.lists():
        if len(texts) > 1:
            raise ApiProblem(400, "The query names a parameter twice.")
        given[name] = texts[0]
    if given.get("legal") in _WORDS:
        given["legal"] = _WORDS[str(given["legal"])]
    return given


def _answer(found: Dossier, warnings: Sequence[str] = ()) -> Response:
    """The article, under the tag of its revision."""
    tag = str(found.revision)
    response = Response(content_type="application/json")
    response.headers["ETag"] = f'"{tag}"'
    conditions = Conditions.of(request.headers.get)
    if request.method in {"GET", "HEAD"}:
        verdict = conditions.verdict(tag, None, now=services().clock())
        if verdict is not Verdict.PROCEED:
            response.status = verdict
            return response
    zone = services().listings.zone
    told = article_json(found, services().links, zone, warnings)
    response.set_data(f"{told.model_dump_json()}\n")
    return response


def _gone(found: Dossier) -> ApiProblem:
    """410 or 451, with what a newsroom may know of the withdrawal."""
    more = {
        "code": found.info_code,
        "since": stamp(found.decided_at, services().listings.zone),
        "reason": found.reason,
    }
    status = 451 if found.is_legal else 410
    return ApiProblem(status, "The article was withdrawn.", more=more)
