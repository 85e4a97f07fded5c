"""The composition root of what subscribers are told by the site's own hub, or its pings."""

from dataclasses import dataclass

from feedsvc.compose.outbound import create_sender
from feedsvc.compose.publication import create_publication
from feedsvc.compose.websub import create_seal
from feedsvc.language import tags
from feedsvc.model.clock import utc_now
from feedsvc.model.document import Script
from feedsvc.services.following import Following
from feedsvc.services.syndication.editions import Syndication
from feedsvc.services.websub.delivery import Delivery
from feedsvc.services.websub.marking import Marking
from feedsvc.services.websub.news import Newsdesk
from feedsvc.services.websub.pings import FOLLOWER, Pings
from feedsvc.settings import Settings
from feedsvc.store.changes import followers
from feedsvc.store.database.engine import Database

_CACHE_BYTES = 64 * 1024 * 1024  # an eighth of it for deltas, which most news are


@dataclass(frozen=True, slots=True)
class Telling:
    """Work of the site's own hub when something changes.

    Attributes:
        marking: finds whose topics have changed.
        delivery: tells them.
    """

    marking: Marking
    delivery: Delivery


def create_telling(settings: Settings, database: Database) -> Telling | None:
    """Work of the site's own hub; None if it has none."""
    if not settings.websub.is_own:
        return None
    syndication = Syndication(
        database,
        create_publication(settings),
        utc_now,
        _CACHE_BYTES,
        look_up_every_s=0,  # what was marked has changed
    )
    delivery = Delivery(
        database,
        Newsdesk(database, settings.links, syndication.since),
        create_sender(settings),
        create_seal(settings, database),
        utc_now,
    )
    return Telling(Marking(database, utc_now), delivery)


def create_pings(settings: Settings, database: Database) -> Pings | None:
    """Pings of another hub; None if the site has its own or none."""
    if settings.websub.is_own or not settings.links.hub_url:
        return None
    is_converted = tags.is_simplified_chinese(settings.language)
    return Pings(
        Following(database, FOLLOWER, utc_now, by=followers.stretch),
        create_sender(settings),
        settings.links,
        tuple(Script) if is_converted else (Script.AS_WRITTEN,),
    )
