"""Categories, listed and tended by programs that have a token."""

from dataclasses import replace

from flask import Blueprint, Response
from pydantic import BaseModel

from feedsvc.errors import CategoryForbidden
from feedsvc.model.decision import Decider
from feedsvc.model.inventory import FoundCategory
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.model.token import Scope
from feedsvc.services.publishing.categories import Categories
from feedsvc.site import auth
from feedsvc.site.api import answers
from feedsvc.site.api.bodies import SentCategory
from feedsvc.site.api.grouping_json import category_json
from feedsvc.site.api.json_body import json_body, typed
from feedsvc.site.api.problem import closed
from feedsvc.site.context import services

blueprint = Blueprint("categories_api", __name__, url_prefix="/api/v1/categories")
blueprint.after_request(closed)

_MAX_BODY_BYTES = 16 * 1024
_READERS = (Scope.READ_ARTICLES, Scope.WRITE_ARTICLES, Scope.WRITE_CATEGORIES)


@blueprint.get("")
def every() -> Response:
    """Every category, by its slug."""
    auth.bearer(*_READERS)
    found = [_told(one) for one in services().categories.all()]
    return _json(answers.Categories(categories=found))


@blueprint.get("/<slug>")
def one(slug: str) -> Response:
    """A category, by a slug that it has or had."""
    auth.bearer(*_READERS)
    return _answer(slug)


@blueprint.patch("/<slug>")
def change(slug: str) -> Response:
    """Give a category another slug, title or description."""
    categories, ref = _deciding(slug)
    sent = typed(SentCategory, json_body(_MAX_BODY_BYTES))
    with services().admission.place():
        if sent.slug or sent.title:
            new = Slug(sent.slug or ref.slug)
            categories.rename(ref, new, sent.title or None)
            ref = replace(ref, slug=new)
        if "description" in sent.model_fields_set:
            categories.describe(ref, sent.description)
    return _answer(slug)


@blueprint.delete("/<slug>")
def retire(slug: str) -> Response:
    """Close a category: its page and its feeds answer 410."""
    categories, ref = _deciding(slug)
    with services().admission.place():
        categories.retire(ref)
    return _answer(slug)


@blueprint.post("/<slug>/restore")
def restore(slug: str) -> Response:
    """Open a category again that was retired."""
    categories, ref = _deciding(slug)
    with services().admission.place():
        categories.restore(ref)
    return _answer(slug)


def _deciding(slug: str) -> tuple[Categories, StreamRef]:
    """Decisions in the name of the request's token, and the category, if it may."""
    token = auth.bearer(Scope.WRITE_CATEGORIES)
    found = services().categories.by_slug(slug)
    if forbidden := token.forbidden([found.raw]):
        raise CategoryForbidden(forbidden)
    by = Decider(f"token {token.name}")
    ref = StreamRef(StreamKind.CATEGORY, found.slug)
    return replace(services().categories, by=by), ref


def _answer(slug: str) -> Response:
    return _json(_told(services().categories.by_slug(slug)))


def _told(found: FoundCategory) -> answers.Category:
    return category_json(found, services().links, services().listings.zone)


def _json(told: BaseModel) -> Response:
    return Response(f"{told.model_dump_json()}\n", content_type="application/json")
