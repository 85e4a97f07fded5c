"""The limit: processor time that one file may take, so that none stops an import.

Waiting for a disk does not count, nor does what `unlimited` covers. Where a system has
no such alarm, files take the time that they take.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_HAS_ALARM = hasattr(signal, "setitimer")


class TookTooLong(Exception):
    """A file took more time than it may."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise TookTooLong for what takes longer."""
    if not _HAS_ALARM:
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def unlimited() -> Iterator[None]:
    """Stop the clock of the limit for work that grows with files' sizes, such as hashing."""
    left = signal.setitimer(signal.ITIMER_PROF, 0)[0] if _HAS_ALARM else 0
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_PROF, left)
