"""The page of statistics, for holders of a token. Plots are SVG made here."""

from flask import Blueprint, Response, make_response, render_template, request

from feedsvc.language.language import of as language_of
from feedsvc.model.token import Scope
from feedsvc.services.statistics import MAX_DAYS
from feedsvc.site import auth
from feedsvc.site.context import services
from feedsvc.site.view.channels import channel_name
from feedsvc.site.view.plots import bars_of_days, shares

blueprint = Blueprint("stats", __name__)

PERIODS = (7, 30, 90, 365)
_DAYS = 30
_TOP = 20


@blueprint.get("/stats/")
def statistics() -> Response:
    """Clicks on share links of the last days, by day, channel and article."""
    auth.require(Scope.READ_STATS)
    days = _days(request.args.get("days", ""))
    report = services().statistics.report(days=days, top=_TOP)
    page = render_template(
        "stats.html",
        report=report,
        asked=days,
        periods=PERIODS,
        subscriptions=services().register.counts() if services().hub else None,
        s=language_of(services().language).words.statistics,
        plot=bars_of_days(report.days),
        shares=shares,
        channel_name=channel_name,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _days(text: str) -> int:
    """Number of days that is asked for; the usual one if that is no valid number."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_DAYS))
    return min(int(text), MAX_DAYS) if is_number and int(text) else _DAYS
