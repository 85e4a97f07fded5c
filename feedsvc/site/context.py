"""Context: the services of a request; the one place that asks Flask for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from feedsvc.edge.body import KeptAnswer
from feedsvc.edge.rate_limit import RateLimiter
from feedsvc.model.links import Links
from feedsvc.services.cards.lookup import CardLookup
from feedsvc.services.change_lists import ChangeLists
from feedsvc.services.directory import Directory
from feedsvc.services.earlier import EarlierTexts
from feedsvc.services.embeds import Embeds
from feedsvc.services.histories import Histories
from feedsvc.services.listings import Listings
from feedsvc.services.media import Media
from feedsvc.services.operations import Operations
from feedsvc.services.partners import Partners
from feedsvc.services.publishing.archive.runs import Runs
from feedsvc.services.publishing.categories import Categories
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.publishing.intake import Intake
from feedsvc.services.publishing.sources import Sources
from feedsvc.services.scripts import Scripts
from feedsvc.services.search.search import Search
from feedsvc.services.share_links import ShareLinks
from feedsvc.services.statistics import Statistics
from feedsvc.services.syndication.cache import EditionCache
from feedsvc.services.syndication.editions import Syndication
from feedsvc.services.tokens import Tokens
from feedsvc.services.websub.hub import Hub
from feedsvc.services.websub.register import Register
from feedsvc.services.wechat import Signer
from feedsvc.site.api.admission import Admission

_KEY = "feedsvc"


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases that pages, feeds and share links need.

    Attributes:
        script: converts what pages show to the requested script.
        title: of the site.
        language: BCP 47, of the interface and of credit labels.
        links: of the same script.
        clock: the time now, aware UTC.
        signer: None where the site has no account with WeChat.
        misses: limits clients that ask for one unknown code after another.
        hub: None if the site is not its own hub.
        searching: limits clients that ask for one search after another.
        subscribing: limits clients that ask for one subscription after another.
        calling: limits how often a host is asked to confirm one, whoever asks for it.
        share_status: of the redirect from a share link to its article.
        kept_pages: of every script, by path (`site.kept`).
    """

    script: Scripts
    title: str
    language: str
    share_links: ShareLinks
    search: Search
    listings: Listings
    media: Media
    syndication: Syndication
    cards: CardLookup
    embeds: Embeds
    partners: Partners
    is_embed_public: bool
    directory: Directory
    operations: Operations
    tokens: Tokens
    intake: Intake
    histories: Histories
    earlier: EarlierTexts
    decisions: Decisions
    categories: Categories
    sources: Sources
    change_lists: ChangeLists
    admission: Admission
    statistics: Statistics
    runs: Runs
    signer: Signer | None
    hub: Hub | None
    register: Register
    links: Links
    clock: Callable[[], datetime]
    misses: RateLimiter
    searching: RateLimiter
    subscribing: RateLimiter
    calling: RateLimiter
    share_status: int
    kept_pages: EditionCache[str, KeptAnswer]


def provide(app: Flask, services: Services) -> None:
    """Put the services where `services` finds them."""
    app.extensions[_KEY] = services


def services() -> Services:
    """The services of the app that answers this request."""
    return cast("Services", current_app.extensions[_KEY])
