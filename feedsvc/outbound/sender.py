"""Sender of many requests at once, by one thread: silent hosts keep no others waiting.

Hosts may be hostile, as those of `client.py`, whose rules hold here too.
"""

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Thread

import httpcore2
from httpcore2 import AsyncHTTPConnection

from feedsvc.errors import Failure, FetchFailed
from feedsvc.outbound.addresses import IpNetwork
from feedsvc.outbound.async_dialler import AsyncDialler
from feedsvc.outbound.client import named_failures
from feedsvc.outbound.connections import Connections
from feedsvc.outbound.dialler import Resolver, system_resolver
from feedsvc.outbound.turns import Turns
from feedsvc.outbound.url import HttpUrl, parse


@dataclass(frozen=True, slots=True)
class Request:
    """A request to any URL; its query and its content may be secret.

    Attributes:
        url: absolute http(s).
        max_bytes: of the answer's body; a longer one is cut off.
        deadline_s: for everything from the name's resolution to the last byte.
    """

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = field(default=b"", repr=False)
    max_bytes: int = 16 * 1024
    deadline_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of any status, redirects included.

    Attributes:
        retry_after: the header as it came, or empty.
    """

    status: int
    retry_after: str
    body: bytes

    @property
    def is_success(self) -> bool:
        """True for 2xx."""
        return 200 <= self.status < 300


class Sender:
    """Client of public hosts, for many requests at once; threads may share one."""

    def __init__(
        self,
        *,
        user_agent: str,
        trusted: Iterable[IpNetwork] = (),
        resolve: Resolver = system_resolver,
    ) -> None:
        """Prepare; a thread begins with the first request, in the process that makes it.

        Args:
            user_agent: our name in the header.
            trusted: networks that may be dialled in spite of the rules, on any port.
            resolve: turns a name into addresses; may block.
        """
        self._user_agent = user_agent
        self._connections = Connections(AsyncDialler(resolve, trusted))
        self._turns = Turns()
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None

    @property
    def room(self) -> int:
        """Number of requests that could go out at once, to different hosts."""
        return self._turns.room

    @property
    def crowded(self) -> frozenset[str]:
        """Hosts, as `HttpUrl.host` has them, whose requests wait for each other."""
        return self._turns.crowded

    def start(self, request: Request) -> Future[Reply]:
        """Begin a request, or let it wait for its turn, which counts for no deadline.

        The future raises FetchFailed, with a `Failure` and the URL less its query. What
        was sent may have arrived all the same.
        """
        url = parse(request.url)
        if url is None:
            return _refused(request)
        with self._lock:
            return asyncio.run_coroutine_threadsafe(
                self._ask(url, request), self._running_loop()
            )

    def close(self) -> None:
        """Break off what is under way, whose futures are cancelled, and end the thread."""
        with self._lock:
            loop, self._loop = self._loop, None
            thread, self._thread = self._thread, None
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(self._break_off(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = Thread(
                target=self._loop.run_forever, name="feedsvc-sender", daemon=True
            )
            self._thread.start()
        return self._loop

    async def _ask(self, url: HttpUrl, request: Request) -> Reply:
        async with self._turns.of(url.host):
            connection = self._connections.take(url)
            try:
                with named_failures(request.url.partition("?")[0]):
                    async with asyncio.timeout(request.deadline_s):
                        return await self._converse(connection, url, request)
            finally:
                await self._connections.give_back(url, connection)

    async def _converse(
        self, connection: AsyncHTTPConnection, url: HttpUrl, request: Request
    ) -> Reply:
        asked = httpcore2.URL(
            scheme=url.scheme, host=url.host, port=url.port, target=url.target
        )
        headers = {
            "Host": url.authority,
            "User-Agent": self._user_agent,
            "Accept": "*/*",
            **request.headers,
            "Accept-Encoding": "identity",
        }
        async with connection.stream(
            request.method,
            asked,
            headers=tuple(headers.items()),
            content=request.content or None,
        ) as answer:
            body = bytearray()
            async for piece in answer.aiter_stream():
                body += piece
                if len(body) > request.max_bytes:
                    break
            kept = bytes(body[: request.max_bytes])
            return Reply(answer.status, _retry_after(answer), kept)

    async def _break_off(self) -> None:
        ours = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not ours]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._connections.close()


def _refused(request: Request) -> Future[Reply]:
    refused: Future[Reply] = Future()
    shown = request.url.partition("?")[0]
    refused.set_exception(FetchFailed(shown, Failure.REFUSED))
    return refused


def _retry_after(answer: httpcore2.Response) -> str:
    values = [value for name, value in answer.headers if name.lower() == b"retry-after"]
    return values[0].decode("ascii", "replace") if values else ""
