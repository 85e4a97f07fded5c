"""The hub: what subscribers ask for is kept until their callbacks have confirmed it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from threading import BoundedSemaphore

from feedsvc.errors import SubscriptionRefused, TooManyIntents
from feedsvc.model.subscription import Intent, Wish, lease_s
from feedsvc.outbound.addresses import PORTS, IpNetwork, may_be_dialled
from feedsvc.outbound.url import HttpUrl, parse
from feedsvc.services.websub.callbacks import DEADLINE_S, Callbacks, Outcome
from feedsvc.services.websub.seal import Seal
from feedsvc.store.database.engine import Database
from feedsvc.store.subscriptions import intents, topics

# Intents that wait for one host: however many clients name a victim, it is asked about no more.
MAX_WAITING = 1_000
_NO_CALLBACK = (
    "hub.callback must be an absolute http or https URL without a fragment, of a public "
    "host and on port 80 or 443."
)
_TOO_MANY = "Too many subscriptions of this host wait to be confirmed: ask again later."


@dataclass(frozen=True, slots=True)
class Hub:
    """The hub of one site.

    Attributes:
        clock: the time now, aware UTC.
        at_once: threads of requests that may wait for a callback.
        trusted: networks that may be called in spite of the rules, on any port.
    """

    database: Database
    seal: Seal
    callbacks: Callbacks
    clock: Callable[[], datetime]
    at_once: int
    trusted: Sequence[IpNetwork] = ()
    _turns: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nobody waiting."""
        object.__setattr__(self, "_turns", BoundedSemaphore(self.at_once))

    def ask(self, wish: Wish) -> None:
        """Keep what a subscriber asks for; its callback is asked next.

        Raises:
            SubscriptionRefused: the callback is none that can be called, its host has
                too many waiting, or there is no key to seal the secret with.
            StreamNotFound: a stream of the document does not exist.
        """
        self._keep(wish, timedelta(0))

    def ask_at_once(self, wish: Wish) -> Outcome | None:
        """Have a callback confirm what a subscriber asks for, now or never (0.3's `sync`).

        Returns:
            None if others are being asked so already: then it is done as by `ask`.

        Raises:
            SubscriptionRefused: as from `ask`.
            StreamNotFound: as from `ask`.
        """
        if not self._turns.acquire(blocking=False):
            self.ask(wish)
            return None
        try:
            # Other processes leave it alone meanwhile.
            intent = self._keep(wish, timedelta(seconds=3 * DEADLINE_S))
            return self.callbacks.settle(self.callbacks.ask(intent), is_last=True)
        finally:
            self._turns.release()

    def host_of(self, callback: str) -> str:
        """The host of a callback, as it is called.

        Raises:
            SubscriptionRefused: the callback is none that can be.
        """
        url = parse(callback)
        if url is None or "#" in callback or not self._may_be_called(url):
            raise SubscriptionRefused(_NO_CALLBACK)
        return url.host

    def _may_be_called(self, url: HttpUrl) -> bool:
        """False if no address of the host could be dialled; names are resolved later."""
        try:
            address = ip_address(url.host)
        except ValueError:
            return bool(self.trusted) or url.port in PORTS
        return may_be_dialled(address, url.port, trusted=self.trusted)

    def _keep(self, wish: Wish, ahead: timedelta) -> Intent:
        now, host = self.clock(), self.host_of(wish.callback)
        secret = self.seal.close(wish.secret) if wish.secret else None
        with self.database.write() as connection:
            if intents.count_of_host(connection, host) >= MAX_WAITING:
                raise TooManyIntents(_TOO_MANY)
            topic_id = topics.keep(connection, wish.document)
            intent = Intent(
                mode=wish.mode,
                topic_id=topic_id,
                topic_url=wish.topic_url,
                callback=wish.callback,
                host=host,
                asked_at=now,
                since=topics.revisions(connection, [topic_id])[topic_id],
                lease_s=lease_s(wish.lease_s),
                secret=secret,
                verify_token=wish.verify_token,
            )
            return intents.ask(connection, intent, due_at=now + ahead)
