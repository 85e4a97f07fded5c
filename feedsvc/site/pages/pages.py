"""Pages for people: the home page, listings, articles, and every old address."""

from datetime import date

from flask import Blueprint, Response, make_response, render_template, request

from feedsvc.edge.feed_urls import KINDS, find_document
from feedsvc.edge.share_links import handed_on
from feedsvc.errors import NotFound
from feedsvc.model.answer import Malformed, Moved, Published, Unknown, Withdrawn
from feedsvc.model.article import Article
from feedsvc.model.attribution import credit_parts
from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.repair import day_of_path
from feedsvc.model.stream import SITE, StreamRef
from feedsvc.site import errors
from feedsvc.site.context import services
from feedsvc.site.documents import moved
from feedsvc.site.kept import kept
from feedsvc.site.lists import lists
from feedsvc.site.pages import media
from feedsvc.site.view.copying import with_copying
from feedsvc.site.view.csp import article_policy, directory_policy

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def home() -> Response:
    """The site's newest headlines, paging back to the first."""
    return _listing(SITE)


@blueprint.get("/<any(categories, sources):folder>/")
@kept
def index(folder: str) -> Response:
    """Every category, or every listed source; a query filters them."""
    kind = KINDS[folder]
    response = make_response(
        render_template("index.html", kind=kind, lists=lists(kind))
    )
    policy = directory_policy(services().links, f"/{folder}/")
    response.headers["Content-Security-Policy"] = policy
    return response


@blueprint.get("/<any(categories, sources):folder>/<slug>/")
def stream(folder: str, slug: str) -> Response:
    """A category's or source's headlines, paging back to the first."""
    return _listing(StreamRef(KINDS[folder], slug))


@blueprint.get("/days/<day>/")
def day(day: str) -> str:
    """The headlines of one day of the site's zone."""
    found = services().listings.day(_date(day), request.args.get("before"))
    return render_template("day.html", day=services().script.day(found))


@blueprint.get("/media/<digest>/<name>")
def medium(digest: str, name: str) -> Response:
    """A medium of an article, or what the old site had in a folder of that name."""
    path = f"media/{digest}/{name}"
    return media.find_medium(f"/{path}") or address(path)


@blueprint.get("/<page:path>")
def address(path: str) -> Response:
    """Answer for any other address: permalinks, share links, the old site's pages."""
    query = request.query_string.decode("latin-1")
    if document := find_document(services().links.prefix + request.path, query):
        return _moved_feed(document)
    # The door has looked up share links already.
    answer = handed_on(request.environ) or services().share_links.at(f"/{path}")
    match answer:
        case Article():
            return _article(answer)
        case Published(permalink=permalink):
            return errors.redirect(services().links.absolute(permalink))
        case Moved():
            return errors.redirect(_listing_url(answer))
        case Withdrawn():
            return errors.gone(answer)
        case Unknown():
            return _moved_medium(path, answer.day)
        case Malformed():
            return _moved_medium(path, day_of_path(f"/{path}"))


def _moved_medium(path: str, day: date | None) -> Response:
    return media.find_moved(f"/{path}") or errors.not_found(day)


def _listing_url(moved: Moved) -> str:
    links = services().links
    if moved.is_feed:
        return links.feed(moved.stream, Format.ATOM)
    return links.stream_page(moved.stream)


def _moved_feed(document: Document) -> Response:
    """Redirect to the feed of streams that have another address now."""
    found = moved(document)
    if found == document:
        return errors.not_found()
    return errors.redirect(services().links.document(found))


def _date(text: str) -> date:
    """The day of `2021-12-31`; Python reads `20211231` too, but a page has one address."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotFound("day", text) from None
    if found.isoformat() != text:
        raise NotFound("day", text)
    return found


def _listing(ref: StreamRef) -> Response:
    listing = services().listings.listing(ref, request.args.get("before"))
    document = Document((ref,), Format.ATOM, script=services().script.script)
    preview = () if listing.before else services().syndication.preview(document)
    page = render_template(
        "listing.html", listing=services().script.listing(listing), preview=preview
    )
    return make_response(page) if listing.before else with_copying(page)


def _article(found: Article) -> Response:
    article = services().script.article(found)
    credit = credit_parts(
        article.attributions, outlet=article.outlet, language=services().language
    )
    card = services().cards.card(article)
    page = render_template(
        "article.html",
        article=article,
        credit=credit,
        picture=card and services().links.card(article.info_code, card),
        is_revised=services().earlier.was_revised(article.id),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = article_policy(
        services().links, has_wechat=services().signer is not None
    )
    return response
