"""The composition root of the site: settings in, a WSGI application out."""

from flask import Flask

from feedsvc.compose.background import Background
from feedsvc.compose.intake import create_earlier, create_intake
from feedsvc.compose.outbound import create_outbound
from feedsvc.compose.publication import create_publication
from feedsvc.compose.storing import storing_rules
from feedsvc.compose.websub import create_hub
from feedsvc.edge.clients import Clients, Proxies
from feedsvc.edge.rate_limit import (
    CALLED_HOSTS,
    MISSES,
    SEARCHES,
    SUBSCRIBERS,
    RateLimiter,
)
from feedsvc.language.language import of as language_of
from feedsvc.model.clock import utc_now
from feedsvc.model.document import Script
from feedsvc.services.cards.lookup import CardLookup
from feedsvc.services.change_lists import ChangeLists
from feedsvc.services.directory import Directory
from feedsvc.services.embeds import Embeds
from feedsvc.services.histories import Histories
from feedsvc.services.listings import Listings
from feedsvc.services.media import Media
from feedsvc.services.operations import Operations
from feedsvc.services.partners import Partners
from feedsvc.services.publishing.archive.runs import Runs
from feedsvc.services.publishing.categories import Categories
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.publishing.sources import Sources
from feedsvc.services.scripts import Scripts
from feedsvc.services.search.search import Search
from feedsvc.services.share_links import ShareLinks
from feedsvc.services.statistics import Statistics
from feedsvc.services.syndication.cache import EditionCache
from feedsvc.services.syndication.editions import Syndication
from feedsvc.services.tokens import Tokens
from feedsvc.services.websub.register import Register
from feedsvc.services.wechat import Account, Signer
from feedsvc.settings import Settings
from feedsvc.site.api.admission import Admission
from feedsvc.site.context import Services
from feedsvc.site.site import create_site
from feedsvc.site.view.presentation import Site
from feedsvc.store.articles.answer_memory import AnswerMemory
from feedsvc.store.database.engine import Database

_READING_THREADS = 2  # which no writer waits on
_THREADS_PER_WAITER = 4  # that may wait for changes
_KEPT_PAGES_SHARE = 8  # of the bytes of the cache; the others are for feeds


def create_app(
    settings: Settings, database: Database, background: Background | None = None
) -> Flask:
    """The WSGI application of these settings; nothing is opened yet.

    Args:
        settings: of the site.
        database: of the whole process.
        background: None if nothing does the work: then no click is counted and no card
            promised.
    """
    links = settings.links
    publication = create_publication(settings)
    kept_bytes = settings.feeds.cache_bytes // _KEPT_PAGES_SHARE
    t = language_of(settings.language).words
    script = Scripts(Script.AS_WRITTEN)
    services = Services(
        script=script,
        title=settings.site_title,
        language=settings.language,
        share_links=ShareLinks(database, AnswerMemory(database)),
        search=Search(database, settings.zone),
        listings=Listings(database, settings.zone),
        media=Media(database),
        syndication=Syndication(
            database, publication, utc_now, settings.feeds.cache_bytes - kept_bytes
        ),
        cards=CardLookup(
            database,
            settings.site_title,
            settings.language,
            settings.cards.copy_pictures,
            background.workshop if background else None,
        ),
        embeds=Embeds(database),
        partners=Partners(database, settings.zone, utc_now),
        is_embed_public=settings.embed.public,
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
        tokens=Tokens(database, utc_now),
        intake=create_intake(settings, database),
        histories=Histories(database),
        earlier=create_earlier(database),
        decisions=Decisions(database, utc_now),
        categories=Categories(database, utc_now),
        sources=Sources(database, storing_rules(settings), utc_now),
        change_lists=ChangeLists(
            database, max(1, settings.serve.threads // _THREADS_PER_WAITER)
        ),
        admission=Admission(max(1, settings.serve.threads - _READING_THREADS)),
        statistics=Statistics(database, settings.zone, utc_now),
        runs=Runs(database, utc_now),
        signer=_create_signer(settings),
        hub=create_hub(settings, database),
        register=Register(database, utc_now),
        links=links,
        clock=utc_now,
        misses=RateLimiter(MISSES),
        searching=RateLimiter(SEARCHES),
        subscribing=RateLimiter(SUBSCRIBERS),
        calling=RateLimiter(CALLED_HOSTS),
        share_status=settings.share.status,
        kept_pages=EditionCache(kept_bytes),
    )
    site = Site(
        title=settings.site_title,
        description=settings.site_description,
        language=settings.language,
        zone=settings.zone,
    )
    app = create_site(
        site,
        services,
        background.click_counter if background else None,
        background.load_counter if background else None,
    )
    proxies = Proxies.named(settings.serve.trusted_proxy, settings.serve.host)
    app.wsgi_app = Clients(app.wsgi_app, proxies)  # type: ignore[method-assign]
    return app


def _create_signer(settings: Settings) -> Signer | None:
    """Signer of pages for WeChat, if the site has an account there."""
    wechat = settings.wechat
    if not wechat.app_id:
        return None
    return Signer(
        Account(wechat.app_id, wechat.app_secret.get_secret_value()),
        settings.links.base_url,
        create_outbound(settings),
        clock=utc_now,
    )
