"""The composition root of the site: settings in, a WSGI application out."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask

from feedsvc import __version__
from feedsvc.cards.lettering import unusable_face
from feedsvc.edge.clients import Clients, Proxies
from feedsvc.edge.rate_limit import MISSES, Pacing
from feedsvc.model.clock import utc_now
from feedsvc.model.document import Script
from feedsvc.outbound.client import Outbound
from feedsvc.services.cards.lookup import Illustrating
from feedsvc.services.cards.maker import CardPolicy, Making
from feedsvc.services.clicks import Counting
from feedsvc.services.directory import Directory
from feedsvc.services.listings import Reading
from feedsvc.services.operations import Operations
from feedsvc.services.scripts import Scripting
from feedsvc.services.share_links import Sharing
from feedsvc.services.statistics import Statistics
from feedsvc.services.syndication.editions import Syndication
from feedsvc.services.syndication.publication import Publication
from feedsvc.services.tokens import Access
from feedsvc.services.wechat import Account, Signing
from feedsvc.settings import Settings
from feedsvc.site.context import Services
from feedsvc.site.site import create_site
from feedsvc.site.view.presentation import Site
from feedsvc.site.words.languages import strings
from feedsvc.store.articles.standing_memory import StandingMemory
from feedsvc.store.database.engine import Database

_log = logging.getLogger("feedsvc.cards")

_PAGE_MAX_AGE_S = 60


@dataclass(frozen=True, slots=True)
class Background:
    """What requests leave to be done after them, by threads that must then run.

    Attributes:
        counting: of clicks on share links.
        making: of the cards beside them; None where they cannot be drawn.
    """

    counting: Counting
    making: Making | None


def create_app(settings: Settings, background: Background | None = None) -> Flask:
    """The WSGI application of these settings; nothing is opened yet.

    Args:
        settings: all that it follows.
        background: None counts no click and promises no card: nobody would do the work.
    """
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
        sharing=Sharing(database, links, StandingMemory(database)),
        reading=Reading(database, settings.zone),
        syndication=Syndication(
            database, publication, utc_now, settings.feeds.cache_bytes
        ),
        illustrating=Illustrating(
            database,
            settings.site_title,
            settings.language,
            settings.cards.copy_pictures,
            background.making if background else None,
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
        access=Access(database, utc_now),
        statistics=Statistics(database, settings.zone, utc_now),
        signing=_create_signing(settings),
        links=links,
        clock=utc_now,
        page_max_age_s=_PAGE_MAX_AGE_S,
        misses=Pacing(MISSES),
        share_status=settings.share.status,
    )
    site = Site(
        title=settings.site_title,
        description=settings.site_description,
        language=settings.language,
        zone=settings.zone,
    )
    app = create_site(site, services, background.counting if background else None)
    proxies = Proxies.named(settings.serve.trusted_proxy, settings.serve.host)
    app.wsgi_app = Clients(app.wsgi_app, proxies)  # type: ignore[method-assign]
    return app


def create_background(settings: Settings, database: Database) -> Background:
    """What is left to be done, for a process that does it."""
    own_host = urlsplit(settings.links.base_url).hostname or ""
    return Background(
        Counting(database, settings.zone, utc_now, own_host),
        create_making(settings, database),
    )


def create_making(settings: Settings, database: Database) -> Making | None:
    """What cards are made with; None, with a warning, where a typeface is missing."""
    if unusable := unusable_face():
        _log.warning("event=no-cards reason=%r", unusable)
        return None
    policy = CardPolicy(
        site=settings.site_title,
        language=settings.language,
        ahead=timedelta(days=settings.cards.ahead_days),
        copies=settings.cards.copy_pictures,
        max_bytes=settings.cards.store_bytes,
    )
    return Making(database, _create_outbound(settings), policy, utc_now)


def _create_signing(settings: Settings) -> Signing | None:
    """What signs pages for WeChat, if the site has an account there."""
    wechat = settings.wechat
    if not wechat.app_id:
        return None
    return Signing(
        Account(wechat.app_id, wechat.app_secret.get_secret_value()),
        settings.links.base_url,
        _create_outbound(settings),
        clock=utc_now,
    )


def _create_outbound(settings: Settings) -> Outbound:
    return Outbound(
        user_agent=f"feedsvc/{__version__} (+{settings.links.base_url})",
        trusted=settings.outbound.trusted_networks,
    )
