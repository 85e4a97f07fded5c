"""Health, and files that robots and browsers ask for by themselves."""

from pathlib import Path

from flask import Blueprint, Response, jsonify, send_file

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import public
from feedsvc.log import warn
from feedsvc.services.operations import Check
from feedsvc.site.context import services

blueprint = Blueprint("health", __name__)

# Everything may be fetched: preview robots that are kept out make no card.
_ROBOTS = "User-agent: *\nDisallow:\n\nSitemap: {index}\nSitemap: {news}\n"
_ICON = Path(__file__).parents[1] / "static" / "icon.png"


@blueprint.get("/healthz")
def process() -> Response:
    """Liveness: the process answers."""
    return _uncached(Response("ok\n", content_type="text/plain; charset=utf-8"))


@blueprint.get("/readyz")
def readiness() -> Response:
    """Readiness: the database, its migrations, the due work."""
    checks = services().operations.readiness()
    response = jsonify(
        {
            check.name: {"ok": check.is_good, "detail": _detail(check)}
            for check in checks
        }
    )
    response.status_code = 200 if all(check.is_good for check in checks) else 503
    return _uncached(response)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Allow robots to fetch everything."""
    absolute = services().links.absolute
    text = _ROBOTS.format(
        index=absolute("/sitemap.xml"), news=absolute("/sitemap-news.xml")
    )
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = public(lifetimes.ROBOTS_S)
    return response


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The icon, for clients that do not read the page's link to it."""
    return send_file(_ICON, max_age=lifetimes.ROBOTS_S)


def _detail(check: Check) -> str:
    """Detail that anybody may read; a reason may name hosts, so only the log has it."""
    if check.is_good:
        return check.detail
    warn("not-ready", check=check.name, reason=check.detail)
    return check.told or "cannot be used: `feedsvc doctor` says why"


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
