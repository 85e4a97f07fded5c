"""The composition root of the work beside requests, and of a worker."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from feedsvc.cards.typefaces import unusable_face
from feedsvc.compose.deliveries import Telling, create_pings, create_telling
from feedsvc.compose.outbound import create_outbound
from feedsvc.compose.websub import create_verification
from feedsvc.log import warn
from feedsvc.model.clock import utc_now
from feedsvc.services.cards.maker import CardPolicy
from feedsvc.services.cards.workshop import Workshop, open_workshop
from feedsvc.services.clicks import ClickCounter
from feedsvc.services.following import Following
from feedsvc.services.loads import LoadCounter
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.search.indexing import FOLLOWER, Indexing
from feedsvc.services.websub.pings import Pings
from feedsvc.services.websub.verification import Verification
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class Background:
    """All that threads beside requests, or of a worker, do their work with.

    Requests may leave work to it only where those threads run.

    Attributes:
        decisions: publishes what falls due.
        click_counter: of clicks on share links.
        load_counter: of loads of partners' frames.
        indexing: of articles for search.
        workshop: of the cards beside them; None where they cannot be drawn.
        verification: of what is asked of the site's own hub; None if it has none.
        telling: of that hub's subscribers; None likewise.
        pings: of another hub; None if the site has its own or none.
    """

    decisions: Decisions
    click_counter: ClickCounter
    load_counter: LoadCounter
    indexing: Indexing
    workshop: Workshop | None
    verification: Verification | None = None
    telling: Telling | None = None
    pings: Pings | None = None


def create_background(settings: Settings, database: Database) -> Background:
    """Background work, for a process that runs some of it (`runtime.jobs`)."""
    own_host = urlsplit(settings.links.base_url).hostname or ""
    return Background(
        Decisions(database, utc_now),
        ClickCounter(database, settings.zone, utc_now, own_host),
        LoadCounter(database, settings.zone, utc_now),
        Indexing(database, Following(database, FOLLOWER, utc_now)),
        _create_workshop(settings, database),
        create_verification(settings, database),
        create_telling(settings, database),
        create_pings(settings, database),
    )


def _create_workshop(settings: Settings, database: Database) -> Workshop | None:
    """Tools to make cards with; None, with a warning, where a typeface is missing."""
    if unusable := unusable_face():
        warn("no-cards", reason=unusable)
        return None
    policy = CardPolicy(
        site=settings.site_title,
        language=settings.language,
        ahead=timedelta(days=settings.cards.ahead_days),
        copies=settings.cards.copy_pictures,
        max_bytes=settings.cards.store_bytes,
    )
    return open_workshop(database, create_outbound(settings), policy, utc_now)
