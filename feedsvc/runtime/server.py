"""Serving: waitress with what a feed needs of it.

waitress ends the process on SIGTERM with requests in flight, and a deploy must lose none.
What its connections lack is in `channel`.
"""

import selectors
import signal
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from feedsvc.errors import CannotListen
from feedsvc.log import log
from feedsvc.runtime.admission import MAX_CONNECTIONS, Admission, connection_limit
from feedsvc.runtime.channel import Channel, Dispatcher
from feedsvc.runtime.jobs import Threads, Work
from feedsvc.settings import ServeSettings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_BACKLOG = 1_024  # as waitress has it
_DRAIN_S = 30.0
_QUIET_S = 0.2  # idle for so long, the server has answered its last request
_MAX_BODY_BYTES = 8 * 1024 * 1024  # of a batch of articles
_MAX_HEADER_BYTES = 16 * 1024


def listen(settings: ServeSettings) -> list[socket.socket]:
    """Sockets that listen at the configured address, for processes to share.

    Raises:
        CannotListen: the address is taken, or is none of this machine's.
    """
    sockets = []
    try:
        for family, kind, number, address in _addresses(settings):
            listener = socket.socket(family, kind, number)
            sockets.append(listener)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.settimeout(0)  # another process may accept first
            listener.bind(address)
            listener.listen(_BACKLOG)
    except (OSError, ValueError) as error:
        for listener in sockets:
            listener.close()
        raise _cannot_listen(settings, error) from error
    return sockets


def urls_of(sockets: Sequence[socket.socket]) -> list[str]:
    """Addresses of listening sockets, for people."""
    return [_url(*listener.getsockname()[:2]) for listener in sockets]


def _url(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def _addresses(settings: ServeSettings) -> list[tuple[int, int, int, Any]]:
    """Addresses to bind, as waitress finds them."""
    found: list[tuple[int, int, int, Any]] = Adjustments(
        host=settings.host, port=settings.port
    ).listen
    return found


def _cannot_listen(settings: ServeSettings, error: Exception) -> CannotListen:
    reason = getattr(error, "strerror", None) or str(error)
    return CannotListen(settings.host, settings.port, reason)


def free_port(host: str) -> int:
    """A port that is free at the moment; 0 if the host is no address of ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, 0), family=family) as listener:
            port: int = listener.getsockname()[1]
            return port
    except OSError:
        return 0  # listening says why


class Server:
    """One process that serves, alone or beside others, until it is told to stop."""

    def __init__(
        self,
        app: "WSGIApplication",
        work: Sequence[Work],
        settings: ServeSettings,
        sockets: Sequence[socket.socket] = (),
    ) -> None:
        """Prepare; nothing listens yet.

        Args:
            app: the WSGI application.
            work: background work, run until the last request is answered.
            settings: where to listen.
            sockets: those of `listen`, which other processes may share.
        """
        self._app = app
        self._work = work
        self._settings = settings
        self._sockets = sockets
        self._is_stopping = threading.Event()

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT, then finish what is under way; returns 0.

        Raises:
            CannotListen: the address is taken, or is none of this machine's.
        """
        server = self._create()
        self._stop_on_signals(server)
        threads = Threads(self._work)
        if not self._sockets:
            log("listening", url=",".join(_urls(server)))
        try:
            self._loop(server)
        finally:
            threads.stop()
        return 0

    def _create(self) -> BaseWSGIServer | MultiSocketServer:
        given = self._settings
        where: dict[str, Any] = {"host": given.host, "port": given.port}
        if self._sockets:
            where = {"sockets": list(self._sockets)}
        dispatcher = Dispatcher()
        try:
            server = create_server(
                self._app,
                _dispatcher=dispatcher,
                **where,
                threads=given.threads,
                max_request_body_size=_MAX_BODY_BYTES,
                max_request_header_size=_MAX_HEADER_BYTES,
                connection_limit=connection_limit(given.threads),
                asyncore_use_poll=True,
                ident=None,
                # The application reads proxies' headers itself, and drops them all.
                clear_untrusted_proxy_headers=False,
            )
        except (OSError, ValueError) as error:
            raise _cannot_listen(given, error) from error
        dispatcher.set_thread_count(given.threads)
        for listener in _listeners(server):
            listener.channel_class = Channel
        return server

    def _stop_on_signals(self, server: BaseWSGIServer | MultiSocketServer) -> None:
        def stop(_signal: int, _frame: FrameType | None) -> None:
            self._is_stopping.set()
            for listener in _listeners(server):
                listener.pull_trigger()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    def _loop(self, server: BaseWSGIServer | MultiSocketServer) -> None:
        admission = Admission(
            tuple(_listeners(server)), next(_listeners(server)).adj.connection_limit
        )
        while not self._is_stopping.is_set():
            admission.make_room(tuple(_channels(server)))
            _turn(server, timeout_s=1.0)
        log("stopping")
        Channel.is_stopping = True
        _let_in(server)
        for listener in _listeners(server):
            listener.del_channel()
            listener.socket.close()
        deadline = time.monotonic() + _DRAIN_S
        quiet_since = time.monotonic()
        while time.monotonic() < deadline:
            _turn(server, timeout_s=0.05)
            if any(_is_busy(channel) for channel in _channels(server)):
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since > _QUIET_S:
                break
        server.task_dispatcher.shutdown()


def _turn(server: BaseWSGIServer | MultiSocketServer, *, timeout_s: float) -> None:
    """One round of waitress's loop."""
    server.asyncore.loop(timeout=timeout_s, map=_map(server), use_poll=True, count=1)


def _let_in(server: BaseWSGIServer | MultiSocketServer) -> None:
    """Accept all waiting connections: closing the listener would cut them off."""
    with selectors.DefaultSelector() as waiting:
        for listener in _listeners(server):
            waiting.register(listener.socket, selectors.EVENT_READ)
        for _ in range(MAX_CONNECTIONS):  # waitress accepts one a turn
            if not waiting.select(0):
                break
            _turn(server, timeout_s=0.0)


def _map(server: BaseWSGIServer | MultiSocketServer) -> dict[int, object]:
    """Map of all that waitress polls, by file descriptor."""
    sockets: dict[int, object] = (
        server.map if isinstance(server, MultiSocketServer) else server._map  # noqa: SLF001
    )
    return sockets


def _listeners(
    server: BaseWSGIServer | MultiSocketServer,
) -> Iterator[BaseWSGIServer]:
    for item in list(_map(server).values()):
        if isinstance(item, BaseWSGIServer):
            yield item


def _channels(server: BaseWSGIServer | MultiSocketServer) -> Iterator[HTTPChannel]:
    for item in list(_map(server).values()):
        if isinstance(item, HTTPChannel):
            yield item


def _is_busy(channel: HTTPChannel) -> bool:
    """True if a request is being received, answered or sent back."""
    is_receiving = channel.request is not None
    return is_receiving or bool(channel.requests) or channel.total_outbufs_len > 0


def _urls(server: BaseWSGIServer | MultiSocketServer) -> Iterator[str]:
    for listener in _listeners(server):
        yield _url(listener.effective_host, listener.effective_port)
