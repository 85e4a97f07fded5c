"""The register of subscriptions: what an operator sees and ends, and what ends by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from feedsvc.model.document import Document
from feedsvc.model.subscription import Intent, Mode, Subscription
from feedsvc.outbound.url import parse
from feedsvc.store.database.engine import Database
from feedsvc.store.subscriptions import intents, subscriptions, topics
from feedsvc.store.subscriptions.subscriptions import Counts

_DROPPED = "The hub's operator has ended this subscription."


@dataclass(frozen=True, slots=True)
class Register:
    """Subscriptions that their subscribers have confirmed.

    Attributes:
        clock: the time now, aware UTC.
    """

    database: Database
    clock: Callable[[], datetime]

    def page(
        self,
        *,
        after: int,
        limit: int,
        document: Document | None = None,
        is_failing: bool = False,
    ) -> list[tuple[Subscription, Document]]:
        """Subscriptions behind a number, by number, each with what it is to.

        Args:
            after: 0 to begin with.
            limit: of how many.
            document: to this one alone.
            is_failing: those alone whose last delivery failed, or that have ended.

        Raises:
            StreamNotFound: a stream of the document does not exist.
        """
        with self.database.read() as snapshot:
            topic_id = topics.find(snapshot, document) if document else None
            if document is not None and topic_id is None:
                return []
            found = subscriptions.page(
                snapshot,
                after=after,
                limit=limit,
                topic_id=topic_id,
                is_failing=is_failing,
            )
            shown = topics.documents(snapshot, {each.topic_id for each in found})
        return [(each, shown[each.topic_id]) for each in found]

    def drop(self, number: int) -> Subscription | None:
        """End a subscription, and have its subscriber told (§5.2); None if there is none.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        now = self.clock()
        with self.database.write() as connection:
            found = subscriptions.find(connection, number)
            if found is None:
                return None
            topics.lock(connection, [found.topic_id])
            subscriptions.drop(connection, found.topic_id, found.callback)
            url = parse(found.callback)
            denial = Intent(
                mode=Mode.DENIED,
                topic_id=found.topic_id,
                topic_url=found.topic_url,
                callback=found.callback,
                host=url.host if url else "",
                asked_at=now,
                reason=_DROPPED,
            )
            intents.ask(connection, denial, due_at=now)
        return found

    def expire(self) -> int:
        """Forget subscriptions whose lease is over; returns how many.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        n = 0
        while gone := self._expire_some():
            n += gone
        return n

    def _expire_some(self) -> int:
        with self.database.write() as connection:
            gone = subscriptions.expire(connection, self.clock())
            topics.forget_unused(connection, gone)
        return len(gone)

    def counts(self) -> Counts:
        """Numbers of subscriptions; reads them all."""
        with self.database.read() as snapshot:
            return subscriptions.counts(snapshot)
