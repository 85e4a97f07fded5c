"""Requests for work, between the threads that ask and the one that does it."""

from queue import Empty, Full, Queue
from typing import Generic, TypeVar

_QUEUED = 1_000  # articles that wait for their card

_T = TypeVar("_T")


class Requests(Generic[_T]):
    """A bounded queue that holds nothing twice; what is too much is dropped."""

    def __init__(self) -> None:
        """Begin with nothing asked for."""
        self._queue: Queue[_T] = Queue(_QUEUED)
        self._waiting: set[_T] = set()

    def put(self, thing: _T) -> bool:
        """Ask for a thing; returns at once, false if too much is waiting."""
        if thing in self._waiting:
            return True
        self._waiting.add(thing)
        try:
            self._queue.put_nowait(thing)
        except Full:
            self._waiting.discard(thing)
            return False
        return True

    def take(self, wait_s: float) -> _T | None:
        """What was asked for first; None if nothing was, after a wait."""
        try:
            thing = self._queue.get(timeout=wait_s)
        except Empty:
            return None
        self._waiting.discard(thing)
        return thing
