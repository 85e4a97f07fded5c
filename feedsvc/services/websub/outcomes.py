"""Outcomes of deliveries, kept until they are written down together."""

from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from datetime import datetime

from feedsvc.errors import FetchFailed
from feedsvc.log import log, warn
from feedsvc.model.subscription import Intent, Mode
from feedsvc.outbound.sender import Reply
from feedsvc.services.websub.backoff import again_at
from feedsvc.store.database.engine import Database
from feedsvc.store.subscriptions import deliveries, intents, topics
from feedsvc.store.subscriptions.deliveries import Claim, Failed, Told

_GONE = 410
_NO_FEED = "There is no such feed any more."


@dataclass(slots=True)
class Outcomes:
    """Outcomes that are not written down yet.

    Attributes:
        told: the subscriber took it, or there was nothing to send.
        failed: it is tried again, or the subscription ends.
        gone: the subscriber wants no more (§7).
        denied: there is no such feed any more, and the subscriber is told so (§5.2).
        unknown: it was broken off, or not sent.
    """

    told: list[Told] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    gone: list[Claim] = field(default_factory=list)
    denied: list[Claim] = field(default_factory=list)
    unknown: list[Claim] = field(default_factory=list)

    def add(
        self, claim: Claim, revision: int, answer: Future[Reply], now: datetime
    ) -> None:
        """Judge an answer, which has come or not come.

        Args:
            claim: of the delivery.
            revision: that the subscriber knows if it took it.
            answer: what came.
            now: the time.
        """
        try:
            reply = answer.result()
        except CancelledError:
            self.unknown.append(claim)
        except FetchFailed as error:
            self.fail(claim, error.reason.name.lower().replace("_", "-"), now)
        else:
            status = f"{reply.status // 100}xx"
            if reply.is_success:
                self.told.append(Told(claim, revision, status))
            elif reply.status == _GONE:
                self.gone.append(claim)
            else:
                self.fail(claim, status, now, reply.retry_after)

    def fail(
        self, claim: Claim, status: str, now: datetime, retry_after: str = ""
    ) -> None:
        """Note a failure: it is tried again, unless that has gone on for too long."""
        again = again_at(
            now,
            attempts=claim.attempts,
            failing_since=claim.failing_since,
            retry_after=retry_after,
        )
        self.failed.append(Failed(claim, status, now, again))

    def write_down(self, database: Database, now: datetime) -> None:
        """Write all of them down, in one transaction.

        Raises:
            DatabaseUnusable: the database takes no writes; they are kept.
        """
        lists = (self.told, self.failed, self.gone, self.denied, self.unknown)
        if not any(lists):
            return
        with database.write() as connection:
            topics.lock(connection, self._topics())
            deliveries.note_told(connection, self.told)
            deliveries.note_failed(connection, self.failed)
            deliveries.give_back(connection, self.unknown)
            for claim in deliveries.end(connection, self.denied):
                intents.ask(connection, _denial(claim, now), due_at=now)
            left = {claim.topic_id for claim in deliveries.end(connection, self.gone)}
            topics.forget_unused(connection, sorted(left))
        self._tell_log()
        for written in lists:
            written.clear()

    def _topics(self) -> set[int]:
        """Topics of all that is to be written down."""
        claims = [each.claim for each in self.told]
        claims += [each.claim for each in self.failed]
        claims += [*self.gone, *self.denied, *self.unknown]
        return {claim.topic_id for claim in claims}

    def _tell_log(self) -> None:
        taken = sum(each.status is not None for each in self.told)
        if taken or self.failed:
            log("delivered", taken=taken, failed=len(self.failed))
        for claims, status in ((self.gone, "gone"), (self.denied, "denied")):
            for claim in claims:
                log("subscription-ended", id=claim.id, status=status)
        for each in self.failed:
            if each.again_at is None:
                warn("subscription-ended", id=each.claim.id, status=each.status)


def _denial(claim: Claim, now: datetime) -> Intent:
    return Intent(
        mode=Mode.DENIED,
        topic_id=claim.topic_id,
        topic_url=claim.topic_url,
        callback=claim.callback,
        host=claim.host,
        asked_at=now,
        reason=_NO_FEED,
    )
