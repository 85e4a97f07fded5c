"""Fetching: what good peers get and hostile ones do not; all of them on loopback."""

import gzip
import socket
from collections.abc import Callable
from ipaddress import ip_network
from threading import Event

import pytest

from feedsvc.errors import Failure, FetchFailed
from feedsvc.outbound.client import Outbound
from tests.support.peer import CERTIFICATE, LOOPBACK, Answer, listening, picture, says
from tests.support.server import free_port

PICTURE = b"\x89PNG" + bytes(range(256)) * 200
OK = b"HTTP/1.1 200 OK\r\n"
BROKEN = {
    "nothing": b"",
    "ssh": b"SSH-2.0-OpenSSH_9.2\r\n",
    "smtp": b"220 mail.example ESMTP\r\n\r\n",
    "zeros": bytes(1000),
    "upgrade": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
    "short": OK + b"Content-Length: 9\r\n\r\nshort",
    "negative": OK + b"Content-Length: -1\r\n\r\n",
    "two-lengths": OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "bad-chunk": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "endless-head": OK + b"X: " + b"x" * 500_000 + b"\r\n\r\n",
}


@pytest.fixture
def outbound() -> Outbound:
    """Trusts loopback, and knows no name but those of it."""
    return trusting("127.0.0.0/8")


def trusting(
    *networks: str, resolve: Callable[[str], tuple[str, ...]] = lambda _: (LOOPBACK,)
) -> Outbound:
    """Trusts these networks."""
    trusted = [ip_network(network) for network in networks]
    return Outbound(
        user_agent="feedsvc/0 (+https://news.example)", trusted=trusted, resolve=resolve
    )


def failure(
    outbound: Outbound, url: str, *, max_bytes: int = 100_000, deadline_s: float = 10
) -> str:
    """Why a fetch fails, as it must."""
    with pytest.raises(FetchFailed) as failed:
        outbound.get(url, max_bytes=max_bytes, deadline_s=deadline_s)
    return failed.value.reason


def drip(head: bytes, drop: bytes) -> Answer:
    """Gives a whole answer in the end, but takes some ten seconds for it."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(200):
            Event().wait(0.05)
            connection.sendall(drop)

    return answer


def say_nothing(connection: socket.socket) -> None:
    """Hangs up when the peer's patience ends, or with the caller."""
    connection.recv(1)


def test_a_picture_comes_as_it_is(outbound):
    """From a trusted peer, on its own port, under a name."""
    with listening(picture(PICTURE, "Content-Type: image/png")) as peer:
        url = peer.url("/图.png", host="pictures.example")
        assert outbound.get(url, max_bytes=len(PICTURE), deadline_s=10) == PICTURE


def test_a_request_says_who_asks_and_nothing_else(outbound):
    """No cookie of an answer before, no referrer, no encoding."""
    with listening(picture(PICTURE, "Set-Cookie: a=b; Path=/")) as peer:
        for _ in range(2):
            outbound.get(
                peer.url("/a?b"), max_bytes=100_000, deadline_s=10, accept="image/*"
            )
        expected = (
            "GET /a?b HTTP/1.1",
            f"Host: 127.0.0.1:{peer.port}",
            "User-Agent: feedsvc/0 (+https://news.example)",
            "Connection: close",
            "Accept: image/*",
            "Accept-Encoding: identity",
            "",
            "",
        )
        assert peer.requests == ["\r\n".join(expected).encode()] * 2


def test_a_name_is_resolved_once(attempts):
    """A second answer, for loopback, comes to nothing: what was checked is dialled."""
    answers = [("127.0.0.2",), (LOOPBACK,)]
    with listening(picture(PICTURE)) as canary:
        outbound = trusting("127.0.0.2/32", resolve=lambda _: answers.pop(0))
        url = canary.url(host="rebinding.example")
        assert failure(outbound, url) == Failure.UNREACHABLE
        assert canary.requests == []
    assert attempts == [("127.0.0.2", canary.port)]
    assert answers == [(LOOPBACK,)]


def test_the_next_address_is_tried():
    """A host that is down on one of its addresses is up."""
    both = trusting("127.0.0.0/8", resolve=lambda _: ("127.0.0.2", LOOPBACK))
    with listening(picture(PICTURE)) as peer:
        url = peer.url(host="pictures.example")
        assert both.get(url, max_bytes=100_000, deadline_s=10) == PICTURE


def test_a_name_with_very_many_addresses_is_tried_on_few(attempts):
    """Nobody makes a port scanner of us."""
    many = tuple(f"127.0.1.{number}" for number in range(200))
    outbound = trusting("127.0.0.0/8", resolve=lambda _: many)
    url = f"http://many.example:{free_port()}/"
    assert failure(outbound, url) == Failure.UNREACHABLE
    assert len(attempts) == 4


def test_nothing_tells_a_refused_address_from_one_where_nobody_listens(outbound):
    """Nor from a name that there is not: all are one failure, with one text."""

    def no_such_name(_: str) -> tuple[str, ...]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    url = f"http://intranet.example:{free_port()}/"
    failures = {
        failure(outbound, url),
        failure(trusting(), url),
        failure(trusting(resolve=no_such_name), url),
        failure(trusting(resolve=lambda _: ()), url),
    }
    assert failures == {Failure.UNREACHABLE}


def test_the_systems_resolver_is_the_default():
    """A name of the hosts file, and an address, which is its own answer."""
    trusted = [ip_network("127.0.0.0/8"), ip_network("::1/128")]
    outbound = Outbound(user_agent="test", trusted=trusted)
    with listening(picture(PICTURE)) as peer:
        for host in ("localhost", LOOPBACK):
            url = peer.url(host=host)
            assert outbound.get(url, max_bytes=100_000, deadline_s=10) == PICTURE


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Again", "308 Gone"])
def test_a_redirect_is_not_followed(outbound, status: str):
    """Not even to a host that may be dialled."""
    with listening(picture(PICTURE)) as canary:
        moved = picture(b"", f"Location: {canary.url()}", status=status)
        with listening(moved) as peer:
            assert failure(outbound, peer.url()) == Failure.NOT_OK
        assert canary.requests == []


@pytest.mark.parametrize(
    "status", ["204 None", "206 Part", "404 Not Found", "410 Gone", "500 Error"]
)
def test_another_status_is_a_failure(outbound, status: str):
    """Whatever its body."""
    with listening(picture(PICTURE, status=status)) as peer:
        assert failure(outbound, peer.url()) == Failure.NOT_OK


def test_the_environments_proxies_are_not_asked(outbound, monkeypatch):
    """A proxy would dial for us whatever it is told."""
    with listening(picture(b"")) as canary, listening(picture(PICTURE)) as peer:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, canary.url())
            monkeypatch.setenv(name.lower(), canary.url())
        assert outbound.get(peer.url(), max_bytes=100_000, deadline_s=10) == PICTURE
        assert canary.requests == []


@pytest.mark.parametrize(
    "answer",
    [
        drip(OK + b"Content-Length: 200\r\n\r\n", b"x"),
        drip(OK + b"\r\n", b"x"),
        drip(OK + b"X: ", b"x"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        say_nothing,
    ],
    ids=["body", "endless-body", "head", "informational", "silence"],
)
def test_a_drip_does_not_outlast_the_deadline(outbound, answer: Answer):
    """Each piece comes in time, and all of them never would."""
    with listening(answer) as peer:
        assert failure(outbound, peer.url(), deadline_s=1.0) == Failure.TOO_SLOW


def test_a_silent_handshake_does_not_outlast_the_deadline(outbound):
    """TLS is within it."""
    with listening(say_nothing) as peer:
        url = peer.url(scheme="https")
        assert failure(outbound, url, deadline_s=1.0) == Failure.TOO_SLOW


def test_a_slow_resolver_does_not_outlast_the_deadline():
    """It cannot be interrupted, so nobody waits for it."""
    is_over, answered = Event(), []

    def slow(host: str) -> tuple[str, ...]:
        is_over.wait(5)
        answered.append(host)
        return (LOOPBACK,)

    outbound = trusting("127.0.0.0/8", resolve=slow)
    url = "http://pictures.example/"
    assert failure(outbound, url, deadline_s=0.1) == Failure.UNREACHABLE
    assert answered == []
    is_over.set()


def test_a_body_may_be_as_long_as_allowed_and_no_longer(outbound):
    """By the bytes that come, whatever is announced."""
    body = b"x" * 1000
    endless = says(OK + b"\r\n", *[b"x" * 10_000] * 1000)
    with listening(picture(body)) as peer:
        assert outbound.get(peer.url(), max_bytes=1000, deadline_s=10) == body
        assert failure(outbound, peer.url(), max_bytes=999) == Failure.TOO_LARGE
    with listening(endless) as peer:
        assert failure(outbound, peer.url()) == Failure.TOO_LARGE


def test_a_bomb_is_not_inflated(outbound):
    """An encoding that nobody asked for comes as the bytes that were sent."""
    bomb = gzip.compress(bytes(10_000_000))
    with listening(picture(bomb, "Content-Encoding: gzip")) as peer:
        assert outbound.get(peer.url(), max_bytes=len(bomb), deadline_s=10) == bomb


@pytest.mark.parametrize("sent", BROKEN.values(), ids=BROKEN)
def test_what_is_no_whole_answer_is_a_failure(outbound, sent: bytes):
    """Nothing that a peer says gets further than that."""
    with listening(says(sent)) as peer:
        assert failure(outbound, peer.url()) == Failure.BROKEN


def test_tls_trusts_the_systems_authorities(monkeypatch):
    """The certificate must be for the host's name, though its address is dialled."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    outbound = trusting("127.0.0.0/8")
    with listening(picture(PICTURE), tls=True) as peer:
        url = peer.url(scheme="https", host="pictures.example")
        assert outbound.get(url, max_bytes=100_000, deadline_s=10) == PICTURE
        for host in ("other.example", LOOPBACK):
            url = peer.url(scheme="https", host=host)
            assert failure(outbound, url) == Failure.BROKEN


def test_tls_trusts_nobody_else(outbound):
    """A certificate that signs itself is none."""
    with listening(picture(PICTURE), tls=True) as peer:
        url = peer.url(scheme="https", host="pictures.example")
        assert failure(outbound, url) == Failure.BROKEN


def test_a_failure_does_not_repeat_the_query():
    """It may hold a secret, and failures are logged."""
    with pytest.raises(FetchFailed) as failed:
        trusting().get("http://a.example/token?secret=1", max_bytes=1, deadline_s=1)
    assert failed.value.url == "http://a.example/token"
    assert "secret" not in str(failed.value)


def test_a_post_says_what_it_brings(outbound):
    """Its content, as long as announced, and no more than a fetch says of us."""
    with listening(picture(b"{}")) as peer:
        got = outbound.post(
            peer.url("/token?a"),
            '{"a": "滨"}'.encode(),
            media_type="application/json",
            max_bytes=2,
            deadline_s=10,
        )
        expected = (
            "POST /token?a HTTP/1.1",
            f"Host: 127.0.0.1:{peer.port}",
            "User-Agent: feedsvc/0 (+https://news.example)",
            "Connection: close",
            "Accept: */*",
            "Content-Type: application/json",
            "Accept-Encoding: identity",
            "Content-Length: 12",
            "",
            '{"a": "滨"}',
        )
        assert peer.requests == ["\r\n".join(expected).encode()]
    assert got == b"{}"


def test_a_post_keeps_the_rules_and_its_secrets(attempts):
    """Nothing private is dialled, and neither query nor content stands in a failure."""
    with pytest.raises(FetchFailed) as failed:
        trusting().post(
            "http://a.example/token?secret=1",
            b"secret",
            media_type="text/plain",
            max_bytes=1,
            deadline_s=1,
        )
    assert failed.value.reason == Failure.UNREACHABLE
    assert "secret" not in repr(failed.value)
    assert attempts == []
