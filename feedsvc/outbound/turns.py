"""Turns: how many requests go out at once, in all and to one host.

A host that answers gets a few at a time, and so does one that is silent: but what it has
left unanswered for a moment is in nobody's way, up to a bound.
"""

import asyncio
from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MAX_AT_ONCE = 384
MAX_OF_A_HOST = 128
_AT_A_TIME = 8  # requests to a host
_MOMENT_S = 0.1


@dataclass(slots=True)
class _Host:
    """Requests to one host.

    Attributes:
        requests: all of them.
        waiting: those that have had no turn yet.
    """

    requests: int = 0
    waiting: int = 0
    all: Semaphore = field(default_factory=lambda: Semaphore(MAX_OF_A_HOST))
    recent: Semaphore = field(default_factory=lambda: Semaphore(_AT_A_TIME))


class Turns:
    """Turns of one asyncio loop; other threads may look at it."""

    def __init__(self) -> None:
        """Begin with nobody under way."""
        self._all = Semaphore(MAX_AT_ONCE)
        self._hosts: dict[str, _Host] = {}
        self.room = MAX_AT_ONCE

    @property
    def crowded(self) -> frozenset[str]:
        """Hosts with as many requests waiting as may go out at a time."""
        hosts = self._hosts.copy()
        return frozenset(
            name for name, host in hosts.items() if host.waiting >= _AT_A_TIME
        )

    @asynccontextmanager
    async def of(self, name: str) -> AsyncIterator[None]:
        """Wait for a turn, and have it."""
        host = self._hosts.setdefault(name, _Host())
        host.requests += 1
        host.waiting += 1
        try:
            async with host.all, self._all, _for_a_moment(host.recent):
                host.waiting -= 1
                self.room -= 1
                try:
                    yield
                finally:
                    host.waiting += 1
                    self.room += 1
        finally:
            host.waiting -= 1
            host.requests -= 1
            if not host.requests:
                del self._hosts[name]


@asynccontextmanager
async def _for_a_moment(places: Semaphore) -> AsyncIterator[None]:
    """Hold a place until a moment has passed, if not to the end."""
    await places.acquire()
    leaving = asyncio.get_running_loop().call_later(_MOMENT_S, places.release)
    try:
        yield
    finally:
        if (
            not leaving.cancelled()
            and leaving.when() > asyncio.get_running_loop().time()
        ):
            leaving.cancel()
            places.release()
