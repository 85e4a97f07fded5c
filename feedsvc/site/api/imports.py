"""Imports: what each brought in and reported, for programs that hold a token."""

import json
from dataclasses import asdict

from flask import Blueprint, Response, request

from feedsvc.model.import_run import Run
from feedsvc.model.token import Scope
from feedsvc.site import auth
from feedsvc.site.api.problem import ApiProblem, closed
from feedsvc.site.api.query import number
from feedsvc.site.context import services
from feedsvc.site.view.dates import stamp

blueprint = Blueprint("imports_api", __name__, url_prefix="/api/v1/imports")
blueprint.after_request(closed)

_LIMIT = 20
_MOST = 1_000
_GREATEST = 2**63 - 1


@blueprint.get("")
def latest() -> Response:
    """Imports, newest first, and where the older ones are."""
    auth.require(Scope.READ_IMPORTS)
    limit = number("limit", _MOST) or _LIMIT
    archive = request.args.get("archive")
    if archive is not None and "\0" in archive:
        raise ApiProblem(400, "archive is no name of an archive.")
    before = number("before", _GREATEST)
    found = services().runs.latest(limit=limit, before=before, archive=archive)
    older = found[-1].number if len(found) == limit else None
    return _json({"imports": [_told(run) for run in found], "before": older})


@blueprint.get("/<int:number>")
def one(number: int) -> Response:
    """One import, with what it reported."""
    auth.require(Scope.READ_IMPORTS)
    record = services().runs.get(number)
    reports = [asdict(report) for report in record.reports]
    return _json(_told(record.run) | {"reports": reports})


def _told(run: Run) -> dict[str, object]:
    """An import in the form of JSON."""
    zone = services().listings.zone
    return {
        "number": run.number,
        "archive": run.archive,
        "command": run.command,
        "state": run.state,
        "failure": run.failure,
        "began": stamp(run.began_at, zone),
        "ended": stamp(run.ended_at, zone) if run.ended_at else None,
        "seconds": round(run.seconds, 3),
        "done": run.done,
        "total": run.total,
        "counts": asdict(run.counts),
        "reported": run.findings,
    }


def _json(told: dict[str, object]) -> Response:
    body = json.dumps(told, ensure_ascii=False) + "\n"
    return Response(body, content_type="application/json")
