"""Pages for people: the home page, listings, articles, and every old address."""

from datetime import date

from flask import Blueprint, Response, make_response, render_template, request

from feedsvc.errors import ArticleNotFound, StreamNotFound
from feedsvc.model.article import Article
from feedsvc.model.attribution import credit_parts
from feedsvc.model.resolution import Found, Gone, Moved, Resolution
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.web import problems
from feedsvc.web.context import services
from feedsvc.web.feeds import find_feed
from feedsvc.web.shares import find_code

blueprint = Blueprint("pages", __name__)

_KINDS = {"categories": StreamKind.CATEGORY, "sources": StreamKind.SOURCE}


@blueprint.get("/")
def home() -> str:
    """The site's newest headlines, paging back to the first."""
    return _listing(SITE)


@blueprint.get("/<any(categories, sources):folder>/")
def index(folder: str) -> str:
    """Every category, or every listed source."""
    kind = _KINDS[folder]
    entries = services().reading.index(kind)
    return render_template("index.html", kind=kind, entries=tuple(entries))


@blueprint.get("/<any(categories, sources):folder>/<slug>/")
def stream(folder: str, slug: str) -> str:
    """A category's or source's headlines, paging back to the first."""
    return _listing(StreamRef(_KINDS[folder], slug))


@blueprint.get("/days/<day>/")
def day(day: str) -> str:
    """The headlines of one day of the site's zone."""
    found = services().reading.day(_date(day), request.args.get("before"))
    return render_template("day.html", day=found)


@blueprint.get("/<path:path>")
def address(path: str) -> Response:
    """Whatever else led somewhere once: permalinks, share links, the old site's pages."""
    if feed := find_feed(request.path):
        raise StreamNotFound(feed[0].kind, feed[0].slug)
    code = find_code(request.path, request.query_string.decode("latin-1"))
    if code is not None:
        return _resolved(services().sharing.by_code(code))
    return _resolved(services().sharing.by_path(f"/{path}"))


def _date(text: str) -> date:
    """The day of `2021-12-31`; Python reads `20211231` too, but a page has one address."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ArticleNotFound(text) from None
    if found.isoformat() != text:
        raise ArticleNotFound(text)
    return found


def _listing(ref: StreamRef) -> str:
    listing = services().reading.listing(ref, request.args.get("before"))
    return render_template("listing.html", listing=listing)


def _resolved(resolution: Resolution) -> Response:
    match resolution:
        case Found(article):
            return _article(article)
        case Moved():
            return problems.redirect(resolution)
        case Gone():
            return problems.gone(resolution)


def _article(article: Article) -> Response:
    language = services().syndication.publication.language
    credit = credit_parts(
        article.attributions, outlet=article.outlet, language=language
    )
    page = render_template("article.html", article=article, credit=credit)
    return make_response(page)
