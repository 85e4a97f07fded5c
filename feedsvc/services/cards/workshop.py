"""The workshop: all that makes cards, for the threads that work in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from feedsvc.outbound.client import Outbound
from feedsvc.services.cards.ahead import Ahead
from feedsvc.services.cards.hosts import Hosts
from feedsvc.services.cards.maker import CardPolicy, Maker
from feedsvc.services.cards.queue import CardQueue
from feedsvc.services.following import Following
from feedsvc.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class Workshop:
    """One maker, and the two sources of its work."""

    maker: Maker
    queue: CardQueue
    ahead: Ahead


def open_workshop(
    database: Database,
    outbound: Outbound,
    policy: CardPolicy,
    clock: Callable[[], datetime],
) -> Workshop:
    """A workshop in which nothing is asked for yet."""
    maker = Maker(database, Hosts(outbound, clock), policy, clock)
    following = Following(database, "cards", clock)
    return Workshop(
        maker, CardQueue(maker), Ahead(following, maker, policy.ahead, clock)
    )
