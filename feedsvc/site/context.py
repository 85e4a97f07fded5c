"""Context: the services of a request; the one place that asks Flask for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from feedsvc.edge.rate_limit import Pacing
from feedsvc.model.links import Links
from feedsvc.services.cards.lookup import Illustrating
from feedsvc.services.directory import Directory
from feedsvc.services.listings import Reading
from feedsvc.services.operations import Operations
from feedsvc.services.scripts import Scripting
from feedsvc.services.share_links import Sharing
from feedsvc.services.statistics import Statistics
from feedsvc.services.syndication.editions import Syndication
from feedsvc.services.tokens import Access
from feedsvc.services.wechat import Signing

_KEY = "feedsvc"


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases that pages, feeds and share links need.

    Attributes:
        script: converts what pages show to the requested script.
        language: BCP 47, of the interface and of credit labels.
        links: of the same script.
        clock: the time now, aware UTC.
        page_max_age_s: how long caches may keep a page.
        signing: None where the site has no account with WeChat.
        misses: limits clients that ask for one unknown code after another.
        share_status: of the redirect from a share link to its article.
    """

    script: Scripting
    language: str
    sharing: Sharing
    reading: Reading
    syndication: Syndication
    illustrating: Illustrating
    directory: Directory
    operations: Operations
    access: Access
    statistics: Statistics
    signing: Signing | None
    links: Links
    clock: Callable[[], datetime]
    page_max_age_s: int
    misses: Pacing
    share_status: int


def provide(app: Flask, services: Services) -> None:
    """Put the services where `services` finds them."""
    app.extensions[_KEY] = services


def services() -> Services:
    """The services of the app that answers this request."""
    return cast("Services", current_app.extensions[_KEY])
