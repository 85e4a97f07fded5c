"""Directories: the list of feeds, for readers and for people, their terms, and the sitemaps."""

from flask import Blueprint, Response, render_template

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import public
from feedsvc.errors import NotFound
from feedsvc.model.stream import StreamKind
from feedsvc.site import errors
from feedsvc.site.context import services
from feedsvc.site.view.copying import with_copying
from feedsvc.site.words.languages import words

blueprint = Blueprint("directories", __name__)

_XML = "application/xml; charset=utf-8"


@blueprint.get("/opml.xml")
def opml() -> Response:
    """Every feed of the site (OPML 2.0)."""
    response = _xml(services().directory.opml())
    response.headers["Content-Type"] = "text/x-opml; charset=utf-8"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/feeds/")
def feeds() -> Response:
    """Page that lists every feed, for people."""
    index, script = services().listings.index, services().script
    page = render_template(
        "feeds.html",
        categories=script.index(index(StreamKind.CATEGORY)),
        sources=script.index(index(StreamKind.SOURCE)),
    )
    return with_copying(page)


@blueprint.get("/terms/")
def terms() -> Response | str:
    """Page of the terms for reusing articles; a redirect if the site has its own."""
    links = services().links
    page = links.terms_page()
    # The setting may name this very page, which must not redirect to itself.
    if f"{page}/".startswith(links.absolute("/terms/")):
        return render_template("terms.html", clauses=words(services().language).clauses)
    return errors.redirect(page)


@blueprint.get("/sitemap.xml")
def sitemap_index() -> Response:
    """The sitemaps of the site."""
    return _xml(services().directory.sitemap_index())


@blueprint.get("/sitemaps/<name>.xml")
def sitemap(name: str) -> Response:
    """One sitemap: of the listings, or of a range of articles."""
    if name == "listings":
        return _xml(services().directory.listings_sitemap())
    if not name.isascii() or not name.isdecimal() or len(name) > 9:
        raise NotFound("sitemap", name)
    return _xml(services().directory.sitemap(int(name)))


@blueprint.get("/sitemap-news.xml")
def news_sitemap() -> Response:
    """The articles of the last two days, for Google News."""
    return _xml(services().directory.news_sitemap(), max_age_s=lifetimes.NEWS_SITEMAP_S)


def _xml(body: bytes, max_age_s: int = lifetimes.DIRECTORY_S) -> Response:
    response = Response(body, content_type=_XML)
    response.headers["Cache-Control"] = public(max_age_s)
    return response
