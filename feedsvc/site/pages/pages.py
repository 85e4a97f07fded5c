"""Pages for people: the home page, listings, articles, and every old address."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, make_response, render_template, request

from feedsvc.edge.feed_urls import KINDS, find_document
from feedsvc.edge.share_links import requested
from feedsvc.errors import ArticleNotFound
from feedsvc.model.answer import Found, Gone, Moved, Resolution
from feedsvc.model.article import Article
from feedsvc.model.attribution import credit_parts
from feedsvc.model.document import Document, normalised
from feedsvc.model.feed import Format
from feedsvc.model.info_code import InfoCode, find_day
from feedsvc.model.repair import day_of_path, repaired_path
from feedsvc.model.stream import SITE, StreamRef
from feedsvc.site import errors
from feedsvc.site.context import services
from feedsvc.site.view.copying import with_copying
from feedsvc.site.view.csp import article_policy

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def home() -> Response:
    """The site's newest headlines, paging back to the first."""
    return _listing(SITE)


@blueprint.get("/<any(categories, sources):folder>/")
def index(folder: str) -> str:
    """Every category, or every listed source."""
    kind = KINDS[folder]
    entries = services().script.index(services().reading.index(kind))
    return render_template("index.html", kind=kind, entries=entries)


@blueprint.get("/<any(categories, sources):folder>/<slug>/")
def stream(folder: str, slug: str) -> Response:
    """A category's or source's headlines, paging back to the first."""
    return _listing(StreamRef(KINDS[folder], slug))


@blueprint.get("/days/<day>/")
def day(day: str) -> str:
    """The headlines of one day of the site's zone."""
    found = services().reading.day(_date(day), request.args.get("before"))
    return render_template("day.html", day=services().script.day(found))


@blueprint.get("/<path:path>")
def address(path: str) -> Response:
    """Whatever else led somewhere once: permalinks, share links, the old site's pages."""
    query = request.query_string.decode("latin-1")
    if document := find_document(services().links.prefix + request.path, query):
        return _moved_feed(document)
    if link := requested(request.environ["PATH_INFO"], query):
        return _shared(tuple(link.codes))
    try:
        return _resolved(services().sharing.by_path(f"/{path}"))
    except ArticleNotFound:
        return _repaired(f"/{path}")


def _repaired(path: str) -> Response:
    """Where a permalink leads that something stuck to; else the news of its day."""
    whole = repaired_path(path)
    try:
        resolution = services().sharing.by_path(whole) if whole else None
    except ArticleNotFound:
        resolution = None
    if resolution is None and (day := day_of_path(path)):
        return errors.not_found(day)
    match resolution:
        case None:
            raise ArticleNotFound(path)
        case Found(article):
            resolution = Moved(services().links.absolute(article.permalink))
    return _resolved(resolution)


def _shared(codes: tuple[InfoCode, ...]) -> Response:
    """Where a share link leads; or nowhere, with the news of the day that it names.

    Only the code's text tells what to show: not whether there is an article behind it.
    """
    try:
        return _resolved(services().sharing.by_codes(codes))
    except ArticleNotFound:
        return errors.not_found(find_day(codes[0]) if codes else None)


def _moved_feed(document: Document) -> Response:
    """A feed that is not there: where its streams went that have another address now."""
    find = services().sharing.find_stream
    streams = normalised(find(ref) or ref for ref in document.streams)
    if streams == document.streams:
        return errors.not_found()
    moved = replace(document, streams=streams)
    services().syndication.validators(moved)  # which raises for a part that never was
    return errors.redirect(Moved(services().links.document(moved)))


def _date(text: str) -> date:
    """The day of `2021-12-31`; Python reads `20211231` too, but a page has one address."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ArticleNotFound(text) from None
    if found.isoformat() != text:
        raise ArticleNotFound(text)
    return found


def _listing(ref: StreamRef) -> Response:
    listing = services().reading.listing(ref, request.args.get("before"))
    document = Document((ref,), Format.ATOM, script=services().script.script)
    preview = () if listing.before else services().syndication.preview(document)
    page = render_template(
        "listing.html", listing=services().script.listing(listing), preview=preview
    )
    return make_response(page) if listing.before else with_copying(page)


def _resolved(resolution: Resolution) -> Response:
    match resolution:
        case Found(article):
            return _article(article)
        case Moved():
            return errors.redirect(resolution)
        case Gone():
            return errors.gone(resolution)


def _article(found: Article) -> Response:
    article = services().script.article(found)
    credit = credit_parts(
        article.attributions, outlet=article.outlet, language=services().language
    )
    card = services().illustrating.card(article)
    page = render_template(
        "article.html",
        article=article,
        credit=credit,
        picture=card and services().links.card(article.info_code, card),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = article_policy(
        services().links, has_wechat=services().signing is not None
    )
    return response
