"""Directories: the list of feeds, for readers and for people, their terms, and the sitemaps."""

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import public
from feedsvc.errors import NotFound
from feedsvc.language.language import of as language_of
from feedsvc.model.document import Script
from feedsvc.model.links import Links
from feedsvc.model.stream import StreamKind
from feedsvc.site import errors
from feedsvc.site.choices import choice
from feedsvc.site.context import services
from feedsvc.site.kept import kept
from feedsvc.site.lists import lists
from feedsvc.site.view.csp import COPY_SCRIPT, directory_policy

blueprint = Blueprint("directories", __name__)

_XML = "application/xml; charset=utf-8"


@blueprint.get("/opml.xml")
@kept
def opml() -> Response:
    """Every feed of the site (OPML 2.0)."""
    response = _xml(services().directory.opml())
    response.headers["Content-Type"] = "text/x-opml; charset=utf-8"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/feeds/")
@kept
def feeds() -> Response:
    """Page that lists every feed, for people, and merges those that they tick."""
    chosen, script = choice(), services().script
    titles = [
        script.text(stream.title)
        for stream in services().embeds.newest(chosen.refs, 1)[0]
    ]
    page = render_template(
        "feeds.html",
        lists=lists(StreamKind.CATEGORY, StreamKind.SOURCE, always=chosen.ticked),
        choice=chosen,
        titles=titles,
        query=urlencode([(ref.kind.value, ref.slug) for ref in chosen.refs]),
        is_summary=request.args.get("content") == "summary",
        written=_written(),
    )
    response = make_response(page)
    policy = directory_policy(services().links, "/feeds/", COPY_SCRIPT)
    response.headers["Content-Security-Policy"] = policy
    return response


def _written() -> Links:
    """Addresses in the script that a form asks for; at first, those of its page."""
    links = services().links
    asked = request.args.get("script")
    if asked is None:
        return links
    is_traditional = asked == Script.TRADITIONAL
    return links.in_script(Script.TRADITIONAL if is_traditional else Script.AS_WRITTEN)


@blueprint.get("/terms/")
def terms() -> Response | str:
    """Page of the terms for reusing articles; a redirect if the site has its own."""
    links = services().links
    page = links.terms_page()
    # The setting may name this very page, which must not redirect to itself.
    if f"{page}/".startswith(links.absolute("/terms/")):
        return render_template(
            "terms.html", clauses=language_of(services().language).words.clauses
        )
    return errors.redirect(page)


@blueprint.get("/sitemap.xml")
@kept
def sitemap_index() -> Response:
    """The sitemaps of the site."""
    return _xml(services().directory.sitemap_index())


@blueprint.get("/sitemaps/<name>.xml")
@kept
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
