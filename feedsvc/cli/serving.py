"""Serving: waitress with what a feed needs of it, and the thread that does what is due.

waitress closes the connection on every 304, because it has no Content-Length, and ends
the process on SIGTERM with requests in flight. Feed readers live on 304s, and a deploy
must lose no request: both are mended here, on its public classes.
"""

import logging
import selectors
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server
from waitress.task import WSGITask

from feedsvc.errors import CannotListen, DatabaseUnusable
from feedsvc.services.publishing.deciding import Deciding
from feedsvc.settings import ServeSettings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_log = logging.getLogger("feedsvc.serve")

_TICK_S = 1.0
_DRAIN_S = 30.0
_QUIET_S = 0.2  # with no request under way for so long, the last one was answered
_MAX_BODY_BYTES = 2 * 1024 * 1024
_MAX_HEADER_BYTES = 16 * 1024
_CONNECTIONS = 1_000


class _KeepAliveTask(WSGITask):
    """Keeps the connection after answers that have no body by definition (304, 204)."""

    def set_close_on_finish(self) -> None:
        """Close, unless it is only for want of a length that such an answer never has."""
        asked = self.request.headers.get("CONNECTION", "").lower()
        is_bodiless = not self.wrote_header and not self.has_body
        if is_bodiless and self.version == "1.1" and asked != "close":
            return
        super().set_close_on_finish()


class _Channel(HTTPChannel):
    task_class = _KeepAliveTask


class Server:
    """One process that serves, until it is told to stop."""

    def __init__(
        self, app: "WSGIApplication", deciding: Deciding, settings: ServeSettings
    ) -> None:
        """Prepare; nothing listens yet."""
        self._app = app
        self._deciding = deciding
        self._settings = settings
        self._is_stopping = threading.Event()

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT, then finish what is under way; returns 0.

        Raises:
            CannotListen: the address is taken, or is none of this machine's.
        """
        _log_to_stderr()
        server = self._create()
        self._stop_on_signals(server)
        worker = threading.Thread(
            target=_do_due_work, args=(self._deciding, self._is_stopping)
        )
        worker.start()
        _log.info("event=listening url=%s", " ".join(_urls(server)))
        try:
            self._loop(server)
        finally:
            self._is_stopping.set()
            worker.join()
        return 0

    def _create(self) -> BaseWSGIServer | MultiSocketServer:
        given = self._settings
        try:
            server = create_server(
                self._app,
                host=given.host,
                port=given.port,
                threads=given.threads,
                max_request_body_size=_MAX_BODY_BYTES,
                max_request_header_size=_MAX_HEADER_BYTES,
                connection_limit=_CONNECTIONS,
                asyncore_use_poll=True,
                ident=None,
                clear_untrusted_proxy_headers=True,
                **_proxy(given.trusted_proxy),
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CannotListen(given.host, given.port, reason) from error
        for listener in _listeners(server):
            listener.channel_class = _Channel
        return server

    def _stop_on_signals(self, server: BaseWSGIServer | MultiSocketServer) -> None:
        def stop(_signal: int, _frame: FrameType | None) -> None:
            self._is_stopping.set()
            for listener in _listeners(server):
                listener.pull_trigger()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    def _loop(self, server: BaseWSGIServer | MultiSocketServer) -> None:
        while not self._is_stopping.is_set():
            _turn(server, timeout_s=1.0)
        _log.info("event=stopping")
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


def run_worker(deciding: Deciding) -> int:
    """Do what falls due until SIGTERM or SIGINT; returns 0."""
    _log_to_stderr()
    is_stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: is_stopping.set())
    _log.info("event=working")
    _do_due_work(deciding, is_stopping)
    return 0


def _do_due_work(deciding: Deciding, is_stopping: threading.Event) -> None:
    """Every second, whatever is due; a database that is away for a while is awaited."""
    while not is_stopping.wait(_TICK_S):
        try:
            published = deciding.publish_due()
        except DatabaseUnusable as error:
            _log.warning("event=worker-waits reason=%r", error.reason)
            continue
        if published:
            _log.info("event=published-due articles=%d", published)


def _turn(server: BaseWSGIServer | MultiSocketServer, *, timeout_s: float) -> None:
    """One round of waitress's loop."""
    server.asyncore.loop(timeout=timeout_s, map=_map(server), use_poll=True, count=1)


def _let_in(server: BaseWSGIServer | MultiSocketServer) -> None:
    """Accept everybody who already waits: closing the door would cut them off."""
    with selectors.DefaultSelector() as waiting:
        for listener in _listeners(server):
            waiting.register(listener.socket, selectors.EVENT_READ)
        for _ in range(_CONNECTIONS):  # waitress accepts one a turn
            if not waiting.select(0):
                break
            _turn(server, timeout_s=0.0)


def _map(server: BaseWSGIServer | MultiSocketServer) -> dict[int, object]:
    """Everything that waitress polls, by file descriptor."""
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
    """Whether a request is being received, answered or sent back."""
    is_receiving = channel.request is not None
    return is_receiving or bool(channel.requests) or channel.total_outbufs_len > 0


def _urls(server: BaseWSGIServer | MultiSocketServer) -> Iterator[str]:
    for listener in _listeners(server):
        host = listener.effective_host
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{listener.effective_port}/"


def _proxy(address: str) -> dict[str, object]:
    """Believe the forwarding headers of one proxy, and of nobody where none is named."""
    if not address:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}
    return {"trusted_proxy": address, "trusted_proxy_headers": headers}


def _log_to_stderr() -> None:
    """One line an event, key=value."""
    logging.basicConfig(
        level=logging.INFO, format="time=%(asctime)s level=%(levelname)s %(message)s"
    )
