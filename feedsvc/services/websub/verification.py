"""Verification of intent (§5.3): callbacks are asked as soon as something is asked for them.

Many at once, so that a silent one keeps no other waiting. Several processes share the
work: each claims what it asks about, and what a killed one has claimed is due again.
"""

from concurrent.futures import FIRST_COMPLETED, Future, wait
from datetime import timedelta

from feedsvc.log import log
from feedsvc.outbound.sender import Reply
from feedsvc.services.websub.callbacks import Callbacks, Question
from feedsvc.services.websub.register import Register
from feedsvc.store.subscriptions import intents

_AT_ONCE = 64
_CLAIM = timedelta(minutes=3)  # requests to one host wait for each other


class Verification:
    """Asks callbacks about intents that are due, for one thread."""

    def __init__(self, callbacks: Callbacks, register: Register) -> None:
        """Begin with nothing under way."""
        self._callbacks = callbacks
        self._register = register
        self._under_way: dict[Future[Reply], Question] = {}

    def verify_next(self, wait_s: float) -> bool:
        """Ask about what is due, and settle what is answered; false if nothing is under way.

        Args:
            wait_s: for the next answer, at most.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        self._ask()
        if not self._under_way:
            return False
        answered, _ = wait(self._under_way, wait_s, FIRST_COMPLETED)
        for future in answered:
            self._callbacks.settle(self._under_way.pop(future))
        return True

    def expire(self) -> None:
        """Forget subscriptions whose lease is over.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        if expired := self._register.expire():
            log("subscriptions-expired", n=expired)

    def _ask(self) -> None:
        room = _AT_ONCE - len(self._under_way)
        now = self._callbacks.clock()
        database = self._callbacks.database
        with database.read() as snapshot:
            if not room or not intents.is_any_due(snapshot, now):
                return
        with database.write() as connection:
            claimed = intents.claim(connection, now=now, until=now + _CLAIM, limit=room)
        for intent in claimed:
            question = self._callbacks.ask(intent)
            self._under_way[question.reply] = question
