"""Callbacks: asked whether they want what was asked for them, and told when they are denied.

A challenge is made for one request and kept nowhere. Of an answer, nothing but its status
and whether it is the challenge is looked at.
"""

import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from feedsvc.errors import FetchFailed
from feedsvc.log import log
from feedsvc.model.subscription import Intent, Mode, with_query
from feedsvc.outbound.sender import Reply, Request, Sender
from feedsvc.store.database.engine import Database, Snapshot
from feedsvc.store.subscriptions import intents, subscriptions, topics

DEADLINE_S = 10.0
_CHALLENGE_BYTES = 32
_SERVER_ERROR = 500
# Before a callback that could not be reached is asked again; then its intent is given up.
_RETRY_AFTER = (timedelta(seconds=10), timedelta(minutes=2))


class Outcome(StrEnum):
    """Outcome of asking a callback."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Question:
    """A question under way.

    Attributes:
        at: when it was sent, which a lease is counted from (§5.3).
    """

    intent: Intent
    challenge: str
    at: datetime
    reply: Future[Reply]


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Asks callbacks, and does what they confirm.

    Attributes:
        clock: the time now, aware UTC.
    """

    database: Database
    sender: Sender
    clock: Callable[[], datetime]

    def ask(self, intent: Intent) -> Question:
        """Ask a callback, as soon as its host has its turn."""
        challenge = secrets.token_urlsafe(_CHALLENGE_BYTES)
        url = with_query(intent.callback, _fields(intent, challenge))
        # A longer body is no challenge; one byte more shows that it is longer.
        request = Request(
            "GET", url, max_bytes=len(challenge) + 1, deadline_s=DEADLINE_S
        )
        at = self.clock()
        return Question(intent, challenge, at, self.sender.start(request))

    def settle(self, question: Question, *, is_last: bool = False) -> Outcome:
        """Wait for the answer, and do what it confirms, or try again later.

        Args:
            question: under way, or answered.
            is_last: the callback is not asked again.

        Raises:
            DatabaseUnusable: the outcome could not be kept; the intent is due again.
        """
        intent, outcome = question.intent, _outcome(question)
        is_last = is_last or intent.attempts > len(_RETRY_AFTER)
        with self.database.write() as connection:
            topics.lock(connection, [intent.topic_id])
            if outcome is Outcome.UNREACHED and not is_last:
                wait = _RETRY_AFTER[intent.attempts - 1]
                intents.postpone(connection, intent, self.clock() + wait)
            elif done := intents.finish(connection, intent):
                if outcome is Outcome.CONFIRMED:
                    self._carry_out(connection, done, question.at)
                topics.forget_unused(connection, [done.topic_id])
        log("callback-asked", mode=intent.mode, host=intent.host, outcome=outcome)
        return outcome

    def _carry_out(self, connection: Snapshot, intent: Intent, at: datetime) -> None:
        if intent.mode is Mode.SUBSCRIBE:
            revisions = topics.revisions(connection, [intent.topic_id])
            subscriptions.keep(
                connection,
                intent,
                revision=revisions[intent.topic_id],
                now=at,
            )
        elif intent.mode is Mode.UNSUBSCRIBE:
            subscriptions.drop(connection, intent.topic_id, intent.callback)


def _fields(intent: Intent, challenge: str) -> list[tuple[str, str]]:
    """Fields that a callback is asked with (§5.2, §5.3)."""
    fields = [("hub.mode", intent.mode.value), ("hub.topic", intent.topic_url)]
    if intent.mode is Mode.DENIED:
        return [*fields, ("hub.reason", intent.reason or "")]
    fields.append(("hub.challenge", challenge))
    if intent.mode is Mode.SUBSCRIBE:
        fields.append(("hub.lease_seconds", str(intent.lease_s)))
    if intent.verify_token is not None:
        fields.append(("hub.verify_token", intent.verify_token))
    return fields


def _outcome(question: Question) -> Outcome:
    try:
        reply = question.reply.result()
    except FetchFailed:
        return Outcome.UNREACHED
    if reply.status >= _SERVER_ERROR:
        return Outcome.UNREACHED
    is_told = question.intent.mode is Mode.DENIED
    is_echoed = reply.body == question.challenge.encode()
    is_confirmed = reply.is_success and (is_told or is_echoed)
    return Outcome.CONFIRMED if is_confirmed else Outcome.REFUSED
