"""The site: Flask with its blueprints, and the front before it."""

import gzip
import hashlib
from dataclasses import replace

from flask import Flask, Response, request

from feedsvc.model.document import Script
from feedsvc.services.scripting import Scripting
from feedsvc.web import directories, health, pages, problems
from feedsvc.web.caching import accepts_gzip, is_not_modified, public
from feedsvc.web.context import Services, provide, services
from feedsvc.web.feeds import FeedDoor
from feedsvc.web.front import Front
from feedsvc.web.pacing import Pacing
from feedsvc.web.presentation import Site, install
from feedsvc.web.shares import ShareDoor
from feedsvc.web.strings import strings

_STATIC_MAX_AGE_S = 86_400
_MIN_GZIP_BYTES = 1_000
# No script of an article's can run, nothing can be posted, nobody can frame a page.
_POLICY = (
    "default-src 'none'; img-src * data:; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


def create_site(site: Site, services_: Services) -> Flask:
    """The WSGI application over these services: the site as written, and beside it."""
    app = _create_flask(site, services_)
    traditional = _create_flask(*_in_traditional(site, services_))
    doors = (
        FeedDoor(services_.syndication, services_.links, services_.clock, Pacing()),
        ShareDoor(services_.sharing),
    )
    inner = {
        Script.AS_WRITTEN: app.wsgi_app,
        Script.TRADITIONAL: traditional.wsgi_app,
    }
    app.wsgi_app = Front(doors, inner)  # type: ignore[method-assign]
    return app


def _in_traditional(site: Site, services_: Services) -> tuple[Site, Services]:
    """The same site and services, in Traditional Chinese under its own prefix."""
    script = Script.TRADITIONAL
    scripting = Scripting(script)
    links = services_.links.in_script(script)
    title, t = scripting.text(site.title), strings(script.value)
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
            language=script.value,
            links=links,
            sharing=replace(services_.sharing, links=links),
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
    app = Flask("feedsvc.web")
    # Routing must never answer with a redirect of its own: it would name the Host.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _STATIC_MAX_AGE_S
    install(app.jinja_env, site, services_.links)
    provide(app, services_)
    if services_.script.script is Script.AS_WRITTEN:
        app.register_blueprint(health.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(directories.blueprint)
    problems.register(app)
    app.after_request(_finish)
    return app


def _finish(response: Response) -> Response:
    """What every answer of Flask's gets: a policy, validators, and gzip where it helps."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    if response.mimetype != "text/html":
        return response
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Vary"] = "Accept-Encoding"
    if response.status_code != 200:
        return response
    response.headers.setdefault("Cache-Control", public(services().page_max_age_s))
    return _conditional(response)


def _conditional(response: Response) -> Response:
    """304 if the client has these very bytes, else the page, smaller where it may be."""
    body = response.get_data()
    tag = hashlib.sha256(body).hexdigest()[:20]
    now = services().clock()
    is_gzip = len(body) >= _MIN_GZIP_BYTES and accepts_gzip(
        request.headers.get("Accept-Encoding")
    )
    response.headers["ETag"] = f'"{tag}-gzip"' if is_gzip else f'"{tag}"'
    if is_not_modified(
        tag,
        now,
        if_none_match=request.headers.get("If-None-Match"),
        if_modified_since=None,
        now=now,
    ):
        response.status_code = 304
        response.set_data(b"")
        del response.headers["Content-Length"], response.headers["Content-Type"]
    elif is_gzip:
        response.set_data(gzip.compress(body, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
