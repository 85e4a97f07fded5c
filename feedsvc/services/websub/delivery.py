"""Delivery: subscribers are told what changed (§7), each in order and at least once.

The change line is the outbox: a subscription has the revision that its subscriber has been
told of, and what lies behind it is its news. So nothing is written where nobody subscribed,
and the news of a slow subscriber become one delivery. Several processes may deliver: each
claims what it sends, and the claims of one that is killed end by themselves.
"""

import hashlib
import hmac
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import TypeAlias

from feedsvc.model.document import Document
from feedsvc.outbound.sender import Reply, Request, Sender
from feedsvc.services.websub.news import News, Newsdesk
from feedsvc.services.websub.outcomes import Outcomes
from feedsvc.services.websub.seal import Seal
from feedsvc.store.database.engine import Database
from feedsvc.store.subscriptions import deliveries
from feedsvc.store.subscriptions.deliveries import Claim, Told

# More than it takes to send all that is under way, if all of it goes to one host, and
# that is silent: 128 requests of ten seconds at a time.
_CLAIMED = timedelta(seconds=120)
_MAX_UNDER_WAY = 1_024
_MAX_FAILING = 96  # under way, of those that failed before: the others need the room
_PUT_OFF = timedelta(minutes=1)
_GATHERED_S = 0.01

_Sent: TypeAlias = tuple[Claim, int, Future[Reply]]


class Delivery:
    """Deliveries of one process, for one thread."""

    def __init__(
        self,
        database: Database,
        newsdesk: Newsdesk,
        sender: Sender,
        seal: Seal,
        clock: Callable[[], datetime],
    ) -> None:
        """Prepare; nothing is sent before the first turn."""
        self._database = database
        self._newsdesk = newsdesk
        self._sender = sender
        self._seal = seal
        self._clock = clock
        self._under_way: set[Claim] = set()
        self._answered: SimpleQueue[_Sent] = SimpleQueue()
        self._outcomes = Outcomes()

    def turn(self, *, wait_s: float) -> None:
        """Send what is due, and write down what came of what was sent.

        Args:
            wait_s: how long to wait for an answer, if nothing was due.

        Raises:
            DatabaseUnusable: the database takes no writes; no outcome is lost.
        """
        is_busy = self._send_due()
        self._gather(0 if is_busy else wait_s)
        self._outcomes.write_down(self._database, self._clock())

    def close(self) -> None:
        """Break off what is under way, and let others send it at once.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        self._sender.close()
        self._gather(0)
        self._outcomes.write_down(self._database, self._clock())

    def _send_due(self) -> bool:
        """Send what is due; false if nothing is."""
        groups: dict[tuple[int, int], list[Claim]] = defaultdict(list)
        for claim in self._claim():
            groups[claim.topic_id, claim.since].append(claim)
        documents = self._newsdesk.documents(topic_id for topic_id, _ in groups)
        unsent = deque(groups.items())
        try:
            while unsent:
                (topic_id, _), group = unsent[0]
                if topic_id in documents:  # else another has just taken its place
                    self._send_to(group, documents[topic_id])
                else:
                    self._outcomes.unknown += group
                unsent.popleft()
        finally:
            self._give_back([group for _, group in unsent])
        return bool(groups)

    def _claim(self) -> list[Claim]:
        """Take what is due, first where the last delivery did not fail."""
        now, crowded = self._clock(), self._sender.crowded
        room = min(self._sender.room, _MAX_UNDER_WAY - len(self._under_way))
        failing = sum(claim.attempts > 0 for claim in self._under_way)
        ids: list[int] = []
        with self._database.read() as snapshot:
            for is_failing, limit in ((False, room), (True, _MAX_FAILING - failing)):
                ids += deliveries.due(
                    snapshot,
                    now,
                    is_failing=is_failing,
                    but_hosts=crowded,
                    limit=max(0, min(limit, room - len(ids))),
                )
        if not ids:
            return []
        with self._database.write() as connection:
            return deliveries.claim(connection, ids, now=now, until=now + _CLAIMED)

    def _send_to(self, group: Sequence[Claim], document: Document) -> None:
        """Send the same news to some subscribers of a topic."""
        news = self._newsdesk.since(document, group[0].since)
        if news is None:
            is_gone = self._newsdesk.document(group[0].topic_id) == document
            # Else it was renamed a moment ago, and is sent at once under its new name.
            (self._outcomes.denied if is_gone else self._outcomes.unknown).extend(group)
        elif not news.body:
            self._outcomes.told += [Told(each, news.revision, None) for each in group]
        else:
            for claim in group:
                self._send(claim, news)

    def _send(self, claim: Claim, news: News) -> None:
        request = self._request(claim, news)
        if request is None:
            self._outcomes.fail(claim, "no-key", self._clock())
            return
        self._under_way.add(claim)
        self._sender.start(request).add_done_callback(
            lambda reply: self._answered.put((claim, news.revision, reply))
        )

    def _request(self, claim: Claim, news: News) -> Request | None:
        """A delivery; None if its secret cannot be opened."""
        headers = {**news.headers, "X-Hub-Delivery": _delivery_id(claim, news)}
        if claim.secret is not None:
            secret = self._seal.open(claim.secret)
            if secret is None:
                return None
            digest = hmac.new(secret.encode(), news.body, hashlib.sha256).hexdigest()
            headers["X-Hub-Signature"] = f"sha256={digest}"
        return Request("POST", claim.callback, headers, news.body)

    def _gather(self, wait_s: float) -> None:
        """Judge the answers that are there, or come soon."""
        try:
            answered = self._answered.get(timeout=wait_s)
            time.sleep(_GATHERED_S)  # some more, to be written down with it
            while True:
                claim, revision, reply = answered
                self._under_way.discard(claim)
                self._outcomes.add(claim, revision, reply, self._clock())
                answered = self._answered.get_nowait()
        except Empty:
            return

    def _give_back(self, unsent: Sequence[Sequence[Claim]]) -> None:
        """Free what was not sent: the news of the first could not be made."""
        if not unsent:
            return
        later = self._clock() + _PUT_OFF
        with self._database.write() as connection:
            deliveries.give_back(connection, unsent[0], due_at=later)
            for group in unsent[1:]:
                deliveries.give_back(connection, group)


def _delivery_id(claim: Claim, news: News) -> str:
    """A name of a delivery that is the same when it is repeated."""
    told = f"{claim.id} {claim.callback} {claim.since} {news.revision}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]
