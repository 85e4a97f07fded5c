"""The composition root of the site: settings in, a WSGI application out."""

from flask import Flask

from feedsvc.model.clock import utc_now
from feedsvc.model.document import Script
from feedsvc.services.directory import Directory
from feedsvc.services.operations import Operations
from feedsvc.services.reading import Reading
from feedsvc.services.scripting import Scripting
from feedsvc.services.sharing import Sharing
from feedsvc.services.syndication.policy import Publication
from feedsvc.services.syndication.syndication import Syndication
from feedsvc.settings import Settings
from feedsvc.store.engine import Database
from feedsvc.web.context import Services
from feedsvc.web.presentation import Site
from feedsvc.web.site import create_site
from feedsvc.web.strings import strings

_PAGE_MAX_AGE_S = 60


def create_app(settings: Settings) -> Flask:
    """The WSGI application of these settings; nothing is opened yet."""
    # Every thread may read at once, and the worker beside them.
    database = Database(settings.database_url, settings.serve.threads + 1)
    links = settings.links
    publication = Publication(
        links=links,
        title=settings.site_title,
        description=settings.site_description,
        language=settings.language,
        zone=settings.zone,
        max_age_s=settings.feeds.max_age_s,
    )
    t = strings(settings.language)
    script = Scripting(Script.AS_WRITTEN)
    services = Services(
        script=script,
        language=settings.language,
        sharing=Sharing(database, links),
        reading=Reading(database, settings.zone),
        syndication=Syndication(
            database, publication, utc_now, settings.feeds.cache_bytes
        ),
        directory=Directory(
            database,
            links,
            title=settings.site_title,
            language=settings.language,
            headings=(t.categories, t.sources),
            written=script.text,
            clock=utc_now,
        ),
        operations=Operations(database, utc_now),
        links=links,
        clock=utc_now,
        page_max_age_s=_PAGE_MAX_AGE_S,
    )
    site = Site(
        title=settings.site_title,
        description=settings.site_description,
        language=settings.language,
        zone=settings.zone,
    )
    return create_site(site, services)
