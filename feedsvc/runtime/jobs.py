"""Background work: the threads that run beside a server, or are all that a worker does.

Each thread repeats its work until it is told to stop, and waits for a database that is
away.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Protocol, TypeAlias

from feedsvc.compose.background import Background
from feedsvc.compose.deliveries import Telling
from feedsvc.errors import DatabaseUnusable
from feedsvc.log import fail, log, warn
from feedsvc.services.cards.workshop import Workshop
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.search.indexing import Indexing
from feedsvc.services.websub.pings import Pings
from feedsvc.services.websub.verification import Verification

Work: TypeAlias = Callable[[threading.Event], None]

_TICK_S = 1.0
# A kill may lose the clicks of one second, the flush's own time included.
_FLUSH_S = 0.5
# Rest after a card made ahead of time, in times of what it took, and at most so long:
# requests come first, and drawing holds the interpreter.
_RESTS, _LONGEST_REST_S = 3, 0.5
_TRIM_S = 60.0
_EXPIRE_S = 60.0
_LOOK_S = 0.25  # between looks for changes to index, or callbacks to ask


class _Counter(Protocol):
    """Counts that wait to be written down."""

    @property
    def unwritten(self) -> int:
        """Number of things that are not written down yet."""

    def flush(self) -> None:
        """Write them down; on failure they are kept for next time."""


def work_beside(background: Background) -> tuple[Work, ...]:
    """All of it, beside the server of the only process."""
    return (partial(_write_down, background), *work_alone(background))


def work_of_requests(background: Background) -> tuple[Work, ...]:
    """Work that the requests of one of several servers leave; a worker does the rest."""
    clicks = partial(_write_down, background)
    workshop = background.workshop
    if workshop is None:
        return (clicks,)
    return (clicks, partial(_draw_cards, workshop), partial(_copy_asked, workshop))


def work_alone(background: Background) -> tuple[Work, ...]:
    """Work of a process that answers no requests, and so has no counts to save."""
    due = partial(_publish_due, background.decisions)
    index = partial(_index, background.indexing)
    work: list[Work] = [due, index]
    if verification := background.verification:
        work.append(partial(_verify, verification))
    if telling := background.telling:
        work.append(partial(_tell, telling))
    if pings := background.pings:
        work.append(partial(_ping, pings))
    if workshop := background.workshop:
        work += [partial(_draw_cards, workshop), partial(_copy_pictures, workshop)]
    return tuple(work)


class Threads:
    """Work under way, one thread each."""

    def __init__(self, work: Sequence[Work]) -> None:
        """Start it."""
        self._is_over = threading.Event()
        self._threads = [
            threading.Thread(target=each, args=(self._is_over,)) for each in work
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let each thread end its round, and wait for it."""
        self._is_over.set()
        for thread in self._threads:
            thread.join()


def run_worker(work: Sequence[Work]) -> int:
    """Work until SIGTERM or SIGINT; returns 0."""
    is_stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: is_stopping.set())
    threads = Threads(work)
    log("working")
    is_stopping.wait()
    threads.stop()
    return 0


def _publish_due(decisions: Decisions, is_over: threading.Event) -> None:
    """Publish due articles every second."""
    while not is_over.wait(_TICK_S):
        with _awaited("articles"):
            if published := decisions.publish_due():
                log("published-due", articles=published)


def _write_down(background: Background, is_over: threading.Event) -> None:
    """Write counts twice a second, and once more after the last request."""
    counters: dict[str, _Counter] = {
        "clicks": background.click_counter,
        "loads": background.load_counter,
    }
    is_last = False
    while not is_last:
        is_last = is_over.wait(_FLUSH_S)
        for name, counter in counters.items():
            with _awaited(name):
                counter.flush()
    for name, counter in counters.items():
        if unwritten := counter.unwritten:
            fail("counts-lost", what=name, n=unwritten)


def _index(indexing: Indexing, is_over: threading.Event) -> None:
    """Index changed articles, with a pause as long as each round took.

    An import at the same time needs the processor, and the database.
    """
    pause = _LOOK_S
    while not is_over.wait(pause):
        began, is_busy = time.monotonic(), False
        with _awaited("search"):
            is_busy = indexing.index_next()
        pause = time.monotonic() - began if is_busy else _LOOK_S


def _verify(verification: Verification, is_over: threading.Event) -> None:
    """Have callbacks confirm what is asked of the hub; end leases once a minute."""
    expire_at = time.monotonic()
    while not is_over.is_set():
        is_busy = False
        with _awaited("subscriptions"):
            is_busy = verification.verify_next(_LOOK_S)
            if time.monotonic() >= expire_at:
                expire_at = time.monotonic() + _EXPIRE_S
                verification.expire()
        if not is_busy:
            is_over.wait(_LOOK_S)


def _tell(telling: Telling, is_over: threading.Event) -> None:
    """Tell subscribers what has changed, as soon as it has."""
    while not is_over.is_set():
        with _awaited("deliveries"):
            telling.marking.mark()
            telling.delivery.turn(wait_s=_LOOK_S)
    with _awaited("deliveries"):
        telling.delivery.close()


def _ping(pings: Pings, is_over: threading.Event) -> None:
    """Tell another hub every second what has changed."""
    while not is_over.wait(_TICK_S):
        with _awaited("pings"):
            pings.ping_next()
    pings.close()


def _draw_cards(workshop: Workshop, is_over: threading.Event) -> None:
    """Draw cards as soon as they are asked for: somebody may be waiting."""
    while not is_over.is_set():
        with _awaited("cards"):
            workshop.queue.draw_next(wait_s=_TICK_S)


def _copy_asked(workshop: Workshop, is_over: threading.Event) -> None:
    """Copy pictures that are asked for."""
    workshop.maker.stop_when(is_over.is_set)
    while not is_over.is_set():
        with _awaited("pictures"):
            workshop.queue.copy_next(wait_s=_TICK_S)


def _copy_pictures(workshop: Workshop, is_over: threading.Event) -> None:
    """Alternate requested pictures with cards of new articles; trim once a minute."""
    workshop.maker.stop_when(is_over.is_set)
    trim_at = time.monotonic()
    is_ahead = False
    while not is_over.is_set():
        with _awaited("pictures"):
            workshop.queue.copy_next(wait_s=0 if is_ahead else _TICK_S)
            began_at = time.monotonic()
            is_ahead = workshop.ahead.make_next()
            took_s = time.monotonic() - began_at
            is_over.wait(min(_RESTS * took_s, _LONGEST_REST_S) if is_ahead else 0)
            if time.monotonic() >= trim_at:
                trim_at = time.monotonic() + _TRIM_S
                workshop.maker.trim()


@contextmanager
def _awaited(what: str) -> Iterator[None]:
    """Log a failed round and go on; the next round retries."""
    try:
        yield
    except DatabaseUnusable as error:
        warn("worker-waits", work=what, reason=error.reason)
        time.sleep(_TICK_S)
    except Exception:  # noqa: BLE001 - the one guard of a thread that is never restarted
        fail("error", with_traceback=True, work=what)
        time.sleep(_TICK_S)
