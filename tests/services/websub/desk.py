"""A hub's deliveries over a newsroom's store, to real subscribers on loopback."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_network

from feedsvc.model.document import Document
from feedsvc.model.feed import Edition
from feedsvc.model.subscription import Intent, Mode
from feedsvc.outbound.sender import Sender
from feedsvc.outbound.url import parse
from feedsvc.services.websub.delivery import Delivery
from feedsvc.services.websub.marking import Marking
from feedsvc.services.websub.news import Newsdesk
from feedsvc.services.websub.seal import Seal
from feedsvc.store.subscriptions import subscriptions, topics
from tests.services.syndication.press import PUBLICATION, press
from tests.support.newsroom import Newsroom

HUB = "https://news.test/hub"
PUBLISHED = replace(PUBLICATION, links=replace(PUBLICATION.links, hub_url=HUB))
SEAL = Seal("k" * 32, None)
_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """A process that delivers."""

    newsroom: Newsroom
    delivery: Delivery

    def turn(self, *, wait_s: float = 5) -> None:
        """Find what changed, send it, and wait for an answer if nothing is to be sent."""
        Marking(self.newsroom.database, lambda: self.newsroom.now).mark()
        self.delivery.turn(wait_s=wait_s)

    def deliver(self) -> None:
        """Send what is due until nothing is."""
        for _ in range(_ROUNDS):
            self.turn(wait_s=0.05)
            if not self._is_busy():
                return
        raise AssertionError("never done")

    def _is_busy(self) -> bool:
        sql = (
            "SELECT count(*) FROM subscriptions"
            " WHERE due_at <= :now AND lease_until > :now OR claimed_until > :now"
        )
        now = int(self.newsroom.now.timestamp() * 1_000_000)
        return bool(self.newsroom.value(sql, now=now))


@contextmanager
def desk(
    newsroom: Newsroom,
    editions: Callable[[Document, int], Edition | None] | None = None,
) -> Iterator[Desk]:
    """A process that delivers, until its end; it may send to loopback."""
    syndication = press(newsroom, PUBLISHED)
    syndication.look_up_every_s = 0
    sender = Sender(user_agent="feedsvc/0", trusted=[ip_network("127.0.0.0/8")])
    newsdesk = Newsdesk(
        newsroom.database, PUBLISHED.links, editions or syndication.since
    )
    clock = lambda: newsroom.now  # noqa: E731
    delivery = Delivery(newsroom.database, newsdesk, sender, SEAL, clock)
    try:
        yield Desk(newsroom, delivery)
    finally:
        sender.close()


def subscribe(
    newsroom: Newsroom,
    document: Document,
    *callbacks: str,
    secret: str | None = None,
    lease: timedelta = timedelta(days=10),
) -> None:
    """Subscriptions to a document, confirmed, of those who know it as it is."""
    with newsroom.database.write() as connection:
        topic_id = topics.keep(connection, document)
        revision = topics.revisions(connection, [topic_id])[topic_id]
        for callback in callbacks:
            url = parse(callback)
            assert url is not None
            confirmed = Intent(
                Mode.SUBSCRIBE,
                topic_id,
                PUBLISHED.links.document(document),
                callback,
                url.host,
                newsroom.now,
                since=revision,
                lease_s=int(lease.total_seconds()),
                secret=secret and SEAL.close(secret),
            )
            now = newsroom.now
            subscriptions.keep(connection, confirmed, revision=revision, now=now)
