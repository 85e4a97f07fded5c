"""A subscriber of WebSub: a real HTTP server on loopback, with as many callbacks as it likes.

It confirms what it is asked and takes what it is sent, unless told otherwise, and keeps
every request. Shares no code with the hub.
"""

import hashlib
import hmac
import http.client
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from time import monotonic, sleep
from urllib.parse import parse_qsl, urlencode, urlsplit

_PATIENCE_S = 15.0


@dataclass(frozen=True, slots=True)
class Told:
    """A request that came.

    Attributes:
        fields: of its query, in order.
        at: seconds of the monotonic clock.
    """

    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    headers: Message
    body: bytes
    at: float

    def __getitem__(self, name: str) -> str | None:
        """Value of the last field of this name."""
        return dict(self.fields).get(name)

    @property
    def links(self) -> dict[str, str]:
        """Targets of the Link header, by relation."""
        found = {}
        for link in ", ".join(self.headers.get_all("Link", [])).split(", "):
            target, _, relation = link.partition("; rel=")
            found[relation.strip('"')] = target.strip("<>")
        return found

    def is_signed_with(self, secret: str) -> bool:
        """True if the signature is that of the body under a secret (§7.1)."""
        method, _, given = (self.headers["X-Hub-Signature"] or "").partition("=")
        digest = hmac.new(secret.encode(), self.body, getattr(hashlib, method))
        return hmac.compare_digest(digest.hexdigest(), given)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and the seconds before it is sent."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    after_s: float = 0


def confirm(told: Told) -> Answer:
    """Confirm whatever is asked, and take whatever is sent."""
    return Answer(body=(told["hub.challenge"] or "").encode())


@dataclass(slots=True)
class Subscriber:
    """A subscriber that listens.

    Attributes:
        answer: called with each request, in a thread of its own.
        told: every request, in the order in which they came.
    """

    port: int
    answer: Callable[[Told], Answer] = confirm
    told: list[Told] = field(default_factory=list)
    _news: Condition = field(default_factory=Condition)

    def callback(self, path: str = "/") -> str:
        """One of its callbacks: any path and query."""
        return f"http://127.0.0.1:{self.port}{path}"

    def subscribe(
        self, hub: str, topic: str, path: str = "/", **more: str
    ) -> tuple[int, str]:
        """Ask a hub as a subscriber does; returns status and text of its answer.

        Args:
            hub: its URL.
            topic: the URL of a feed.
            path: of the callback.
            more: further fields, less their `hub.`; `mode` is `subscribe` if not given.
        """
        fields = {"mode": "subscribe", "topic": topic, "callback": self.callback(path)}
        form = {f"hub.{name}": value for name, value in (fields | more).items()}
        return post_form(hub, urlencode(form))

    def wait_for(
        self, method: str, n: int = 1, *, path: str | None = None
    ) -> list[Told]:
        """Requests of a method, at a path, once there are so many of them."""

        def matching() -> list[Told]:
            return [
                one
                for one in self.told
                if one.method == method and path in (None, one.path)
            ]

        with self._news:
            assert self._news.wait_for(lambda: len(matching()) >= n, _PATIENCE_S), (
                f"{len(matching())} {method} of {n}"
            )
            return matching()

    def take(self, told: Told) -> Answer:
        """Keep a request, and answer it."""
        with self._news:
            self.told.append(told)
            self._news.notify_all()
        return self.answer(told)


def post_form(url: str, form: str, **headers: str) -> tuple[int, str]:
    """Status and text of the answer to a form."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=_PATIENCE_S)
    try:
        given = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        connection.request("POST", parts.path, form.encode(), given)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@contextmanager
def subscribing(answer: Callable[[Told], Answer] = confirm) -> Iterator[Subscriber]:
    """A subscriber, while it listens."""
    with _Server() as server:
        server.subscriber = subscriber = Subscriber(server.server_port, answer)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield subscriber
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # the slow ones are not waited for at the end
    subscriber: Subscriber

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer a question."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Take a delivery."""
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        fields = tuple(parse_qsl(query, keep_blank_values=True))
        told = Told(self.command, path, fields, self.headers, body, monotonic())
        answer = self.server.subscriber.take(told)
        sleep(answer.after_s)
        with suppress(OSError):  # who asked need not wait for it
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)
