"""Queues of requested cards, between pages and the threads that make cards.

Drawing takes milliseconds and somebody may be waiting; fetching a picture from another
site may take seconds. So each has a queue and a thread of its own. Requests are only in
memory: the next view of the page asks again.
"""

from queue import Empty, Full, Queue
from typing import Generic, TypeVar

from feedsvc.model.card import CardText
from feedsvc.services.cards.maker import Maker

_QUEUED = 1_000  # articles that wait for their card

_T = TypeVar("_T")


class Requests(Generic[_T]):
    """A bounded queue without duplicates; requests beyond the bound are dropped."""

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
        """Take the oldest request; None if none arrives within the wait."""
        try:
            thing = self._queue.get(timeout=wait_s)
        except Empty:
            return None
        self._waiting.discard(thing)
        return thing


class CardQueue:
    """Cards that pages have asked for."""

    def __init__(self, maker: Maker) -> None:
        """Begin with nothing asked for."""
        self._maker = maker
        self._drawings: Requests[tuple[int, CardText]] = Requests()
        self._copies: Requests[int] = Requests()

    def want_drawing(self, article_id: int, text: CardText) -> bool:
        """Ask for a card to be drawn; returns at once, false if too many are waiting."""
        return self._drawings.put((article_id, text))

    def want_copy(self, article_id: int) -> None:
        """Ask for an article's own picture to be fetched; returns at once."""
        self._copies.put(article_id)

    def draw_next(self, *, wait_s: float) -> bool:
        """Draw the card that was asked for first; false if none was, after a wait.

        Raises:
            DatabaseUnusable: it could not be kept.
        """
        wanted = self._drawings.take(wait_s)
        if wanted is not None:
            self._maker.draw(*wanted)
        return wanted is not None

    def copy_next(self, *, wait_s: float) -> bool:
        """Fetch the picture that was asked for first; false if none was, after a wait.

        Raises:
            DatabaseUnusable: it could not be kept.
        """
        article_id = self._copies.take(wait_s)
        if article_id is not None:
            self._maker.copy(article_id)
        return article_id is not None
