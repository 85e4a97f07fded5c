"""Connections of an asyncio loop, checked when they are dialled as `dialler.py` checks.

Whoever asks sets the deadline, by `asyncio.timeout`. Knows nothing of HTTP.
"""

import asyncio
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterable, Sequence
from contextlib import suppress

import httpcore2

from feedsvc.outbound.addresses import IpNetwork
from feedsvc.outbound.dialler import Resolver, look_up, require_allowed

# For an address that is silent while the name has others.
_PATIENCE_S = 2.0
_SLICE = 64 * 1024
# Names that are looked up at once: each takes a thread until the system's resolver
# answers, which may be long after its request has ended.
_MAX_LOOK_UPS = 64


class AsyncDialler(httpcore2.AsyncNetworkBackend):
    """Dialler for all requests of one loop."""

    def __init__(self, resolve: Resolver, trusted: Iterable[IpNetwork]) -> None:
        self._resolve = resolve
        self._trusted = tuple(trusted)
        self._places = asyncio.Semaphore(_MAX_LOOK_UPS)

    async def connect_tcp(
        self, host: str, port: int, *_: object, **__: object
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to a host, if all that its name stands for may be dialled.

        Raises:
            httpcore2.ConnectError: it has no address, a refused one, or none answered;
            the error does not say which.
        """
        try:
            found = await self._look_up(host)
            addresses = require_allowed(found, port, self._trusted)
            return _AsyncStream(*await _dial(addresses, port))
        except OSError as error:
            raise httpcore2.ConnectError from error

    async def _look_up(self, host: str) -> Sequence[str]:
        await self._places.acquire()
        loop, answer = asyncio.get_running_loop(), look_up(self._resolve, host)

        def leave(_: object) -> None:
            with suppress(RuntimeError):  # the loop is over
                loop.call_soon_threadsafe(self._places.release)

        answer.add_done_callback(leave)
        return await asyncio.wrap_future(answer)


async def _dial(
    addresses: Sequence[str], port: int
) -> tuple[StreamReader, StreamWriter]:
    """Connect to the first that answers."""
    for position, address in enumerate(addresses, 1):
        patience_s = _PATIENCE_S if position < len(addresses) else None
        try:
            async with asyncio.timeout(patience_s):
                return await asyncio.open_connection(address, port)
        except OSError:
            continue
    raise ConnectionError


class _AsyncStream(httpcore2.AsyncNetworkStream):
    """A connection, in the words of httpcore."""

    def __init__(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, max_bytes: int, *_: object, **__: object) -> bytes:
        return await self._reader.read(max_bytes)

    async def write(self, buffer: bytes, *_: object, **__: object) -> None:
        # In slices, or the transport would keep all that a slow receiver does not take.
        for start in range(0, len(buffer), _SLICE):
            self._writer.write(buffer[start : start + _SLICE])
            await self._writer.drain()

    async def aclose(self) -> None:
        # At once: a polite end of TLS would wait for the other side.
        self._writer.transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        *_: object,
        **__: object,
    ) -> httpcore2.AsyncNetworkStream:
        try:
            await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except BaseException:
            await self.aclose()
            raise
        return self

    def get_extra_info(self, info: str) -> object:
        """True for `is_readable` of a connection that the other side has closed."""
        return self._reader.at_eof() if info == "is_readable" else None
