"""The site: Flask with its blueprints, and the front before it."""

from dataclasses import replace

from flask import Flask, Response, request

from feedsvc.edge import lifetimes
from feedsvc.edge.body import Body
from feedsvc.edge.clicks import Clicks
from feedsvc.edge.conditional import NO_STORE, Conditions, Verdict, accepts_gzip, public
from feedsvc.edge.embeds import EmbedDoor
from feedsvc.edge.feeds import FeedDoor
from feedsvc.edge.front import Front
from feedsvc.edge.on_demand import OnDemand
from feedsvc.edge.rate_limit import SELECTIONS, WHOLE_FETCHES, RateLimiter
from feedsvc.edge.share_links import ShareDoor
from feedsvc.language import tags
from feedsvc.language.language import of as language_of
from feedsvc.model.document import Script
from feedsvc.services.clicks import ClickCounter
from feedsvc.services.loads import LoadCounter
from feedsvc.services.scripts import Scripts
from feedsvc.site import errors
from feedsvc.site.api import (
    articles,
    batches,
    categories,
    changes,
    drafts,
    hub,
    oembed,
    openapi,
    resolve,
    sources,
    wechat,
)
from feedsvc.site.api import imports as imports_api
from feedsvc.site.context import Services, provide, services
from feedsvc.site.converters import CodeConverter, PageConverter
from feedsvc.site.kept import KeptResponse
from feedsvc.site.pages import (
    cards,
    corrections,
    directories,
    health,
    imports,
    loader,
    pages,
    partners,
    qr,
    search,
    stats,
)
from feedsvc.site.view.csp import PAGE_POLICY
from feedsvc.site.view.frames import FramePainter
from feedsvc.site.view.presentation import Site, install

_MIN_GZIP_BYTES = 1_000
# Our own text answers, which get validators here; static files have their own.
_COMPRESSIBLE = {
    "text/html",
    "image/svg+xml",
    "text/javascript",
    "application/xml",
    "text/x-opml",
    "application/opensearchdescription+xml",
}
_VALIDATED = {*_COMPRESSIBLE, "image/png", "image/jpeg"}


def create_site(
    site: Site,
    services_: Services,
    click_counter: ClickCounter | None = None,
    load_counter: LoadCounter | None = None,
) -> Flask:
    """The WSGI application over these services: the site as written, and beside it.

    Args:
        click_counter: of clicks on share links, if a thread flushes it.
        load_counter: of loads of partners' frames, likewise.
    """
    app = _create_flask(site, services_)
    # Share links in a script that the site has no longer lead to its articles too.
    links = dict.fromkeys(Script, services_.links)
    inner = {Script.AS_WRITTEN: app.wsgi_app}
    if tags.is_simplified_chinese(site.language):
        links[Script.TRADITIONAL] = services_.links.in_script(Script.TRADITIONAL)
        inner[Script.TRADITIONAL] = OnDemand(
            lambda: _create_flask(*_in_traditional(site, services_)).wsgi_app
        )
    clicks = Clicks(click_counter) if click_counter else None
    rate_limiter, selecting = RateLimiter(WHOLE_FETCHES), RateLimiter(SELECTIONS)
    doors = (
        FeedDoor(
            services_.syndication,
            services_.links,
            services_.clock,
            rate_limiter,
            selecting,
            services_.searching,
        ),
        ShareDoor(
            services_.share_links,
            links,
            services_.misses,
            language_of(site.language).words.problems[429],
            services_.share_status,
            clicks,
        ),
        EmbedDoor(
            services_.embeds,
            services_.syndication,
            services_.share_links,
            services_.cards,
            FramePainter(site, services_.links),
            services_.links,
            services_.misses,
            services_.clock,
            services_.partners,
            services_.is_embed_public,
            load_counter,
        ),
    )
    app.wsgi_app = Front(doors, inner)  # type: ignore[method-assign]
    return app


def _in_traditional(site: Site, services_: Services) -> tuple[Site, Services]:
    """Site and services in Traditional Chinese, under its own prefix."""
    script = Script.TRADITIONAL
    scripting = Scripts(script)
    links = services_.links.in_script(script)
    title = scripting.text(site.title)
    t = language_of(script.value).words
    return (
        replace(
            site,
            title=title,
            description=scripting.text(site.description),
            language=script.value,
        ),
        replace(
            services_,
            script=scripting,
            title=title,
            language=script.value,
            links=links,
            cards=replace(services_.cards, site=title, language=script.value),
            directory=replace(
                services_.directory,
                links=links,
                title=title,
                language=script.value,
                headings=(t.categories, t.sources),
                written=scripting.text,
            ),
        ),
    )


def _create_flask(site: Site, services_: Services) -> Flask:
    app = Flask("feedsvc.site")
    # Routing must never redirect by itself: its redirect would contain the Host.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.url_map.converters |= {"page": PageConverter, "code": CodeConverter}
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = lifetimes.STATIC_S
    has_wechat = services_.signer is not None
    install(
        app.jinja_env,
        site,
        services_.links,
        has_wechat=has_wechat,
        has_oembed=services_.is_embed_public,
    )
    provide(app, services_)
    if services_.script.script is Script.AS_WRITTEN:
        app.register_blueprint(health.blueprint)
    for each in (pages, directories, partners, corrections, search, qr, cards, resolve):
        app.register_blueprint(each.blueprint)
    if services_.script.script is Script.AS_WRITTEN:
        app.register_blueprint(loader.blueprint)
        app.register_blueprint(oembed.blueprint)
    if services_.script.script is Script.AS_WRITTEN:  # for staff, so in one script only
        for part in (
            articles, batches, categories, changes, drafts, openapi, sources, stats,
            imports, imports_api,
        ):  # fmt: skip
            app.register_blueprint(part.blueprint)
        app.register_blueprint(wechat.blueprint)  # which pages of both scripts call
        app.register_blueprint(hub.blueprint)
    errors.register(app)
    app.after_request(_finish)
    return app


def _finish(response: Response) -> Response:
    """Finish an answer of Flask's: a policy, validators, and gzip where it helps."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    if response.direct_passthrough or response.mimetype not in _VALIDATED:
        return response
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    if response.mimetype in _COMPRESSIBLE:
        response.headers["Vary"] = "Accept-Encoding"
    # Conditions are for who reads or changes something (RFC 9110 §13.2.1).
    if response.status_code != 200 or request.method == "OPTIONS":
        return response
    response.headers.setdefault("Cache-Control", public(lifetimes.PAGE_S))
    return _conditional(response)


def _conditional(response: Response) -> Response:
    """The page, smaller where it may be, unless the request's conditions say otherwise."""
    if isinstance(response, KeptResponse):
        body = response.body
    else:
        body = Body(response.get_data())
    is_gzip = (
        response.mimetype in _COMPRESSIBLE
        and len(body.plain) >= _MIN_GZIP_BYTES
        and accepts_gzip(request.headers.get("Accept-Encoding"))
    )
    response.headers["ETag"] = f'"{body.etag}{"-gzip" if is_gzip else ""}"'
    conditions = Conditions.of(request.headers.get)
    # Pages have no date to compare.
    verdict = conditions.verdict(body.etag, None, now=services().clock())
    if verdict is not Verdict.PROCEED:
        response.status = verdict
        response.set_data(b"")
        del response.headers["Content-Length"], response.headers["Content-Type"]
    if verdict is Verdict.FAILED:
        del response.headers["ETag"]
        response.headers.update([NO_STORE])
    elif verdict is Verdict.PROCEED:
        response.set_data(body.gzip if is_gzip else body.plain)
        if is_gzip:
            response.headers["Content-Encoding"] = "gzip"
    return response
