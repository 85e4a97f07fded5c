"""Changes: what a mirror of the site has to hear of, a page at a time."""

from flask import Blueprint, Response

from feedsvc.model.change_list import Changes, Place, Told
from feedsvc.model.dossier import Dossier
from feedsvc.model.inventory import FoundCategory, FoundSource
from feedsvc.model.token import Scope
from feedsvc.site import auth
from feedsvc.site.api import answers
from feedsvc.site.api.article_json import article_json
from feedsvc.site.api.grouping_json import category_json, source_json
from feedsvc.site.api.problem import ApiProblem, closed
from feedsvc.site.api.query import number, text
from feedsvc.site.context import services

blueprint = Blueprint("changes", __name__, url_prefix="/api/v1/changes")
blueprint.after_request(closed)

MAX_ITEMS = 100
MAX_WAIT_S = 20  # less than a server takes to stop
_BUSY_S = 5  # until there may be room to wait


@blueprint.get("")
def latest() -> Response:
    """The next changes behind a place; with `wait`, as soon as there is one."""
    auth.bearer(Scope.READ_CHANGES)
    place, limit = _place(), number("limit", MAX_ITEMS) or MAX_ITEMS
    wait_s, has_content = number("wait", MAX_WAIT_S) or 0, _has_content()
    lists = services().change_lists
    found = lists.after(place, limit=limit)
    _require_known(place, found)
    is_heard = True
    if wait_s and not found.told:
        is_heard = lists.wait(found.next, wait_s)
        found = lists.after(place, limit=limit)
    response = _answer(found, has_content=has_content)
    if not is_heard:
        response.headers["Retry-After"] = str(_BUSY_S)
    return response


def _place() -> Place:
    place = Place.find(text("since", "0"))
    if place is None:
        raise ApiProblem(400, "since must be a revision, or what next was.")
    return place


def _has_content() -> bool:
    content = text("content", "whole")
    if content not in {"whole", "none"}:
        raise ApiProblem(400, "content must be whole or none.")
    return content == "whole"


def _require_known(place: Place, found: Changes) -> None:
    if place.revision > found.revision:
        raise ApiProblem(
            409,
            "since is later than every change: the site was restored from a backup. "
            "Begin again with an empty mirror and since=0.",
            more={"revision": found.revision},
        )


def _answer(found: Changes, *, has_content: bool) -> Response:
    told = answers.Changes(
        changes=[_told(one, has_content=has_content) for one in found.told],
        next=str(found.next),
        revision=found.revision,
        is_complete=found.next == Place(found.revision),
    )
    return Response(f"{told.model_dump_json()}\n", content_type="application/json")


def _told(one: Told, *, has_content: bool) -> answers.Change:
    links, zone = services().links, services().listings.zone
    match one.thing:
        case FoundCategory():
            return answers.CategoryChange(
                revision=one.place.revision,
                category=category_json(one.thing, links, zone),
            )
        case FoundSource():
            return answers.SourceChange(
                revision=one.place.revision,
                source=source_json(one.thing, links, zone),
            )
        case Dossier() as found:
            is_told = has_content and found.is_published
            return answers.ArticleChange(
                revision=one.place.revision,
                code=found.info_code,
                state=found.state.value,
                since=found.decided_at.astimezone(zone),
                legal=found.is_legal,
                merged_into=found.merged_into,
                article=article_json(found, links, zone) if is_told else None,
            )
