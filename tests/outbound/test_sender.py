"""Sending many requests at once: who waits for whom, and what hostile hosts get."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, wait
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from threading import Event, Thread

import pytest

from feedsvc.errors import Failure, FetchFailed
from feedsvc.outbound.sender import Request, Sender
from feedsvc.outbound.turns import MAX_AT_ONCE, MAX_OF_A_HOST
from tests.outbound.test_client import BROKEN, OK, drip, say_nothing
from tests.support.client import eventually
from tests.support.peer import CERTIFICATE, LOOPBACK, listening, picture, says


@contextmanager
def sending(
    *trusted: str, resolve: Callable[[str], tuple[str, ...]] = lambda _: (LOOPBACK,)
) -> Iterator[Sender]:
    """A sender that trusts these networks."""
    networks = [ip_network(network) for network in trusted]
    sender = Sender(
        user_agent="feedsvc/0 (+https://news.example)",
        trusted=networks,
        resolve=resolve,
    )
    try:
        yield sender
    finally:
        sender.close()


@pytest.fixture(scope="module")
def sender() -> Iterator[Sender]:
    """Trusts loopback, and knows no name but those of it."""
    with sending("127.0.0.0/8") as sender:
        yield sender


@contextmanager
def silent() -> Iterator[str]:
    """The address of a host that takes connections, and says nothing."""
    with socket.create_server((LOOPBACK, 0), backlog=MAX_OF_A_HOST) as listener:
        yield f"http://{LOOPBACK}:{listener.getsockname()[1]}/"


class _Handler(BaseHTTPRequestHandler):
    """Says on which of its connections a request came, and keeps that open."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = str(self.client_address[1]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def keeping() -> Iterator[str]:
    """The address of a host that keeps connections open."""
    with ThreadingHTTPServer((LOOPBACK, 0), _Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://{LOOPBACK}:{server.server_port}/"
        server.shutdown()
        thread.join()


def posting(url: str, *, deadline_s: float = 10.0, max_bytes: int = 16) -> Request:
    """A request that brings something."""
    headers = {"Content-Type": "text/plain"}
    return Request("POST", url, headers, b"news", max_bytes, deadline_s)


def failure(sender: Sender, request: Request) -> str:
    """Reason for which a request fails, as it must."""
    begun = sender.start(request)
    with pytest.raises(FetchFailed) as failed:
        begun.result(20)
    return failed.value.reason


def reply(sender: Sender, request: Request) -> tuple[int, bytes]:
    """Status and body of an answer."""
    begun = sender.start(request)
    answer = begun.result(20)
    return answer.status, answer.body


def test_a_request_says_who_asks_and_what_it_brings(sender):
    """The connection may be kept."""
    with listening(picture(b"thanks")) as peer:
        assert reply(sender, posting(peer.url("/a?b"))) == (200, b"thanks")
        expected = (
            "POST /a?b HTTP/1.1",
            f"Host: 127.0.0.1:{peer.port}",
            "User-Agent: feedsvc/0 (+https://news.example)",
            "Accept: */*",
            "Content-Type: text/plain",
            "Accept-Encoding: identity",
            "Content-Length: 4",
            "",
            "news",
        )
        assert peer.requests == ["\r\n".join(expected).encode()]


def test_requests_in_a_row_share_a_connection(sender):
    """HTTP/1.1 keeps it."""
    with keeping() as url:
        ports = {reply(sender, posting(url))[1] for _ in range(5)}
        assert len(ports) == 1


def test_a_connection_that_the_host_has_closed_is_not_used_again(sender):
    """Its next request goes out on a new one."""
    with listening(picture(b"")) as peer:
        for _ in range(5):
            assert reply(sender, posting(peer.url()))[0] == 200
        assert len(peer.requests) == 5


def test_a_hundred_silent_hosts_delay_nobody(sender):
    """They are all still waited for when the answer of another comes."""
    with silent() as hole, keeping() as url:
        waiting = [sender.start(posting(hole, deadline_s=2)) for _ in range(100)]
        assert reply(sender, posting(url))[0] == 200
        assert not any(one.done() for one in waiting)
        wait(waiting)
        assert {str(one.exception()) for one in waiting} == {f"{hole}: took too long"}


def test_requests_to_a_host_and_in_all_are_bounded():
    """Requests beyond the bound wait, which counts for no deadline, and others see it."""
    with sending("127.0.0.0/8") as sender, silent() as hole:
        begun = [sender.start(posting(hole)) for _ in range(MAX_OF_A_HOST + 20)]
        for name in ("one.example", "two.example"):
            url = hole.replace(LOOPBACK, name)
            begun += [sender.start(posting(url)) for _ in range(MAX_OF_A_HOST)]
        eventually(lambda: sender.room, lambda room: not room)
        assert len(begun) > MAX_AT_ONCE == 3 * MAX_OF_A_HOST
        assert sender.crowded == {LOOPBACK}
        sender.close()
        for each in begun:
            with pytest.raises(CancelledError):
                each.result(5)


def test_a_request_that_had_to_wait_is_sent():
    """Also by a sender that was closed in between."""
    with sending("127.0.0.0/8") as sender, keeping() as url:
        for _ in range(2):
            begun = [sender.start(posting(url)) for _ in range(100)]
            assert {one.result(20).status for one in begun} == {200}
            sender.close()
        assert sender.room == MAX_AT_ONCE
        assert not sender.crowded


@pytest.mark.parametrize(
    "status", ["204 None", "302 Found", "404 Not Found", "410 Gone"]
)
def test_every_status_is_an_answer(sender, status: str):
    """A redirect too, which is not followed."""
    with listening(picture(b"")) as canary:
        headers = (f"Location: {canary.url()}", "Retry-After: 7")
        with listening(picture(b"", *headers, status=status)) as peer:
            begun = sender.start(posting(peer.url()))
            answer = begun.result(20)
        assert f"{answer.status}" == status[:3]
        assert answer.is_success == (status[0] == "2")
        assert answer.retry_after == "7"
        assert canary.requests == []


def test_an_endless_answer_is_cut_off(sender):
    """The bytes that came by then are kept, and the rest is never read."""
    with listening(says(OK + b"\r\n", *[b"x" * 10_000] * 1000)) as peer:
        assert reply(sender, posting(peer.url(), max_bytes=9)) == (200, b"x" * 9)


@pytest.mark.parametrize(
    "answer",
    [
        drip(OK + b"Content-Length: 200\r\n\r\n", b"x"),
        drip(OK + b"X: ", b"x"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        say_nothing,
    ],
    ids=["body", "head", "informational", "silence"],
)
def test_a_drip_does_not_outlast_the_deadline(sender, answer):
    """Nor does a silent handshake."""
    with listening(answer) as peer:
        request = posting(peer.url(), deadline_s=0.3, max_bytes=500)
        assert failure(sender, request) == Failure.TOO_SLOW
        if answer is say_nothing:
            request = posting(peer.url(scheme="https"), deadline_s=0.3)
            assert failure(sender, request) == Failure.TOO_SLOW


def test_a_slow_resolver_holds_nobody_up():
    """It cannot be interrupted; other names are resolved meanwhile."""
    is_over = Event()

    def resolve(host: str) -> tuple[str, ...]:
        if host == "slow.example":
            is_over.wait(20)
        return (LOOPBACK,)

    with sending("127.0.0.0/8", resolve=resolve) as sender, keeping() as url:
        slow = sender.start(posting("http://slow.example/", deadline_s=0.5))
        assert reply(sender, posting(url))[0] == 200
        assert not slow.done()
        assert isinstance(slow.exception(20), FetchFailed)
        is_over.set()


def test_the_next_address_is_tried(attempts):
    """Of one that is down, and of few: nobody makes a port scanner of us."""
    down = ("127.0.0.2", LOOPBACK)
    with sending("127.0.0.0/8", resolve=lambda _: down) as sender, keeping() as url:
        named = url.replace(LOOPBACK, "news.example")
        assert reply(sender, posting(named))[0] == 200
    many = tuple(f"127.0.1.{number}" for number in range(200))
    attempts.clear()
    with sending("127.0.0.0/8", resolve=lambda _: many) as sender:
        assert failure(sender, posting(named)) == Failure.UNREACHABLE
    assert len(attempts) == 4


@pytest.mark.parametrize("sent", BROKEN.values(), ids=BROKEN)
def test_what_is_no_whole_answer_fails(sender, sent: bytes):
    """Nothing that a host says gets further than that."""
    with listening(says(sent)) as peer:
        assert failure(sender, posting(peer.url())) == Failure.BROKEN


def test_tls_trusts_the_systems_authorities_and_nobody_else(monkeypatch):
    """The certificate must be for the host's name, though its address is dialled."""
    with listening(picture(b"thanks"), tls=True) as peer:
        url = peer.url(scheme="https", host="pictures.example")
        with sending("127.0.0.0/8") as sender:
            assert failure(sender, posting(url)) == Failure.BROKEN
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        with sending("127.0.0.0/8") as sender:
            assert reply(sender, posting(url)) == (200, b"thanks")
            other = peer.url(scheme="https", host="other.example")
            assert failure(sender, posting(other)) == Failure.BROKEN


def test_a_failure_repeats_neither_query_nor_content():
    """Both may be secret, and failures are logged."""
    request = posting("http://a.example/hook?secret=1")
    with sending() as sender:
        begun = sender.start(request)
        error = begun.exception(20)
    assert isinstance(error, FetchFailed)
    assert error.url == "http://a.example/hook"
    assert "secret" not in repr(request) + str(error)
