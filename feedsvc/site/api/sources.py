"""Sources, listed and tended by programs that have a token."""

from flask import Blueprint, Response
from pydantic import BaseModel

from feedsvc.errors import StreamNotFound
from feedsvc.model.decision import Decider
from feedsvc.model.inventory import FoundSource
from feedsvc.model.token import Scope
from feedsvc.site import auth
from feedsvc.site.api import answers
from feedsvc.site.api.bodies import SentAlias, SentSource, SentSourceMerger
from feedsvc.site.api.grouping_json import source_json
from feedsvc.site.api.json_body import json_body, typed
from feedsvc.site.api.problem import ApiProblem, closed, nothing_to_merge_into
from feedsvc.site.context import services

blueprint = Blueprint("sources_api", __name__, url_prefix="/api/v1/sources")
blueprint.after_request(closed)

_MAX_BODY_BYTES = 16 * 1024
_READERS = (Scope.READ_ARTICLES, Scope.WRITE_ARTICLES, Scope.WRITE_SOURCES)


@blueprint.get("")
def every() -> Response:
    """Every source, by its slug."""
    auth.bearer(*_READERS)
    return _json(
        answers.Sources(sources=[_told(one) for one in services().sources.all()])
    )


@blueprint.get("/<slug>")
def one(slug: str) -> Response:
    """A source, by a slug that it has or had."""
    auth.bearer(*_READERS)
    return _answer(slug)


@blueprint.patch("/<slug>")
def change(slug: str) -> Response:
    """Give a source another title, at an address of that, or a page of its own."""
    by, found = _decider(), services().sources.by_slug(slug)
    sent = typed(SentSource, json_body(_MAX_BODY_BYTES))
    with services().admission.place():
        if sent.title:
            services().sources.rename(found.name, sent.title, by)
        if "own_url" in sent.model_fields_set:
            services().sources.link(found.name, sent.own_url, by)
    return _answer(slug)


@blueprint.post("/<slug>/aliases")
def add_alias(slug: str) -> Response:
    """Let a further name mean a source."""
    by, found = _decider(), services().sources.by_slug(slug)
    name = typed(SentAlias, json_body(_MAX_BODY_BYTES)).name
    with services().admission.place():
        services().sources.alias(name, found.name, by)
    return _answer(slug)


@blueprint.post("/<slug>/merge")
def merge(slug: str) -> Response:
    """Make a source part of another, which is answered."""
    by, found = _decider(), services().sources.by_slug(slug)
    sent = typed(SentSourceMerger, json_body(_MAX_BODY_BYTES))
    try:
        into = services().sources.by_slug(sent.into)
    except StreamNotFound as error:
        raise nothing_to_merge_into("no source has this slug") from error
    is_part_already = found.name == into.name and slug != into.slug
    if not is_part_already:
        with services().admission.place():
            services().sources.merge(found.name, into.name, by)
    return _answer(into.slug)


def _decider() -> Decider:
    """The request's token as the one who decides."""
    token = auth.bearer(Scope.WRITE_SOURCES)
    if token.categories:
        detail = "The token is bound to categories, and sources have articles of all."
        raise ApiProblem(403, detail)
    return Decider(f"token {token.name}")


def _answer(slug: str) -> Response:
    return _json(_told(services().sources.by_slug(slug)))


def _told(found: FoundSource) -> answers.Source:
    return source_json(found, services().links, services().listings.zone)


def _json(told: BaseModel) -> Response:
    return Response(f"{told.model_dump_json()}\n", content_type="application/json")
