"""Connections: what is answered at once and what a thread answers, on the wire together."""

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from feedsvc.model.feed import Format
from tests.support import paper
from tests.support.client import ask, eventually

FEED = paper.FEEDS["site"].format(Format.ATOM)
SHARE = f"/s/{paper.STORY}"


@pytest.fixture
def peer(site: str) -> Iterator[socket.socket]:
    """A connection to a server that has the feed and the link in memory."""
    ask(site, FEED)
    host, _, port = urlsplit(site).netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        yield connection


def read_all(peer: socket.socket) -> bytes:
    """Everything until the server closes."""
    parts = []
    while part := peer.recv(65_536):
        parts.append(part)
    return b"".join(parts)


def spelt(target: str, *headers: str, version: str = "1.1") -> bytes:
    """A request as it goes over the wire."""
    lines = (f"GET {target} HTTP/{version}", "Host: x", *headers, "", "")
    return "\r\n".join(lines).encode()


def statuses(answers: bytes) -> list[bytes]:
    """Status of each answer, as its line begins."""
    lines = answers.split(b"HTTP/1.1 ")[1:]
    return [line[:3] for line in lines]


def test_a_pipeline_is_answered_in_its_order(peer: socket.socket) -> None:
    """Answers at once do not overtake those that a thread is still working on."""
    targets = ["/", FEED, SHARE, "/nowhere", FEED, FEED, "/robots.txt", SHARE]
    last = spelt(FEED, "Connection: close")
    peer.sendall(b"".join(map(spelt, targets)) + last)
    expected = [b"200", b"200", b"301", b"404", b"200", b"200", b"200", b"301", b"200"]
    assert statuses(read_all(peer)) == expected


def test_a_slow_reader_gets_every_byte(site: str, peer: socket.socket) -> None:
    """Bytes that the client does not take at once are kept, and sent as it takes them."""
    body = ask(site, FEED).body
    count = 1 + 20_000_000 // len(body)  # more than both ends' systems buffer
    peer.sendall(spelt(FEED) * count + spelt(FEED, "Connection: close"))
    time.sleep(0.2)  # it has sent what fits, and waits
    got = read_all(peer)
    assert got.count(body) == count + 1


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_connection_is_closed_where_asked(peer: socket.socket, version: str) -> None:
    """HTTP/1.0 closes by itself; the request behind is not answered."""
    headers = ["Connection: close"] if version == "1.1" else []
    peer.sendall(spelt(SHARE, *headers, version=version) + spelt(SHARE))
    assert read_all(peer).count(b"Location:") == 1


def test_a_peer_that_goes_harms_nobody(site: str) -> None:
    """Connections that are reset amid a large answer leave a server that answers."""
    host, _, port = urlsplit(site).netloc.partition(":")
    for _ in range(20):
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
            )
            connection.sendall(spelt(FEED) * 50)
    eventually(lambda: ask(site, FEED), lambda answer: answer.status == 200)
