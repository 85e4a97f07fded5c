"""The pages of imports, for holders of a token."""

from itertools import groupby
from operator import attrgetter

from flask import Blueprint, Response, render_template, request

from feedsvc.language.language import of as language_of
from feedsvc.model.token import Scope
from feedsvc.site import auth
from feedsvc.site.context import services

blueprint = Blueprint("imports", __name__)

_SHOWN = 50
# Kinds of reports, the gravest first.
_GRAVITY = ("rejected", "incomplete", "look at", "unpublished", "passed over")


@blueprint.get("/imports/")
def latest() -> str:
    """Imports, newest first, fifty on a page."""
    auth.require(Scope.READ_IMPORTS)
    before = request.args.get("before", "")
    is_number = before.isascii() and before.isdecimal() and len(before) < 19
    runs = services().runs.latest(
        limit=_SHOWN, before=int(before) if is_number and int(before) else None
    )
    older = runs[-1].number if len(runs) == _SHOWN else None
    return _page("imports.html", runs=runs, older=older)


@blueprint.get("/imports/<int:number>")
def one(number: int) -> str:
    """One import, with what it reported, by kind."""
    auth.require(Scope.READ_IMPORTS)
    record = services().runs.get(number)
    in_order = sorted(record.reports, key=lambda one: _GRAVITY.index(one.finding))
    groups = [
        (finding, list(some))
        for finding, some in groupby(in_order, key=attrgetter("finding"))
    ]
    more = record.run.findings - len(record.reports)
    return _page("import.html", run=record.run, groups=groups, more=more)


@blueprint.after_request
def _for_its_owner(response: Response) -> Response:
    """Keep every answer, problems included, from caches and search engines."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(template: str, **values: object) -> str:
    words = language_of(services().language).words.imports
    return render_template(template, w=words, **values)
