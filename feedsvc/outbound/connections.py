"""Connections kept for a few seconds, since a host often gets several requests in a row."""

import asyncio
import ssl
from collections import deque
from functools import cached_property

import httpcore2
from httpcore2 import AsyncHTTPConnection

from feedsvc.outbound.async_dialler import AsyncDialler
from feedsvc.outbound.url import HttpUrl

_KEPT_S = 4.0  # less than what usual servers keep an idle one for
_MAX_IDLE = 64


class Connections:
    """Connections of one asyncio loop: each has one request at a time."""

    def __init__(self, dialler: AsyncDialler) -> None:
        """Begin with none."""
        self._dialler = dialler
        self._idle: deque[tuple[str, AsyncHTTPConnection]] = deque()
        self._sweeping: asyncio.Task[None] | None = None

    def take(self, url: HttpUrl) -> AsyncHTTPConnection:
        """A connection to a host, kept or new, which is dialled by its first request."""
        origin = _origin(url)
        for place in range(len(self._idle) - 1, -1, -1):  # the latest is the surest
            kept, connection = self._idle[place]
            if kept == origin and not connection.has_expired():
                del self._idle[place]
                return connection
        return AsyncHTTPConnection(
            httpcore2.Origin(url.scheme.encode(), url.host.encode(), url.port),
            self._tls if url.scheme == "https" else None,
            keepalive_expiry=_KEPT_S,
            network_backend=self._dialler,
        )

    async def give_back(self, url: HttpUrl, connection: AsyncHTTPConnection) -> None:
        """Keep a connection if it can take another request, or close it."""
        if connection.is_closed() or not connection.is_idle():
            await connection.aclose()
            return
        self._idle.append((_origin(url), connection))
        if len(self._idle) > _MAX_IDLE:
            await self._idle.popleft()[1].aclose()
        if self._sweeping is None or self._sweeping.done():
            self._sweeping = asyncio.create_task(self._sweep())

    async def close(self) -> None:
        """Close those that are kept."""
        if self._sweeping is not None:
            self._sweeping.cancel()
        while self._idle:
            await self._idle.pop()[1].aclose()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Trust the system's authorities; reading them takes some 20 ms."""
        return httpcore2.default_ssl_context()

    async def _sweep(self) -> None:
        """Close those that nobody takes, until none is kept."""
        while self._idle:
            await asyncio.sleep(_KEPT_S)
            kept = list(self._idle)
            self._idle.clear()
            for origin, connection in kept:
                if connection.has_expired():
                    await connection.aclose()
                else:
                    self._idle.append((origin, connection))


def _origin(url: HttpUrl) -> str:
    return f"{url.scheme}://{url.authority}"
