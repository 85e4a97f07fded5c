"""Peers: small servers on loopback that answer with bytes, and say who called.

They speak TCP and no HTTP, so that an answer can be as broken as a test needs it.
"""

import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

LOOPBACK = "127.0.0.1"
CERTIFICATE = Path(__file__).parents[1] / "data" / "pictures.example.pem"

_PATIENCE_S = 5  # with a caller who says nothing

Answer = Callable[[socket.socket], None]


@dataclass(frozen=True, slots=True)
class Peer:
    """A server that listens.

    Attributes:
        port: of 127.0.0.1.
        requests: each as it came, content included; empty for a silent caller.
    """

    port: int
    requests: list[bytes] = field(default_factory=list)

    def url(
        self, path: str = "/", *, scheme: str = "http", host: str = LOOPBACK
    ) -> str:
        """The peer's address under any name."""
        return f"{scheme}://{host}:{self.port}{path}"


def says(*pieces: bytes) -> Answer:
    """Sends all pieces, then hangs up."""

    def answer(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return answer


def picture(body: bytes, *headers: str, status: str = "200 OK") -> Answer:
    """Sends a whole answer with this body."""
    head = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", "")
    return says("\r\n".join(head).encode() + body)


@contextmanager
def listening(answer: Answer, *, tls: bool = False) -> Iterator[Peer]:
    """A peer that gives every caller this answer, one after the other."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        peer = Peer(listener.getsockname()[1])
        context = _tls() if tls else None
        thread = Thread(target=_serve, args=(listener, peer, answer, context))
        thread.start()
        try:
            yield peer
        finally:
            listener.shutdown(socket.SHUT_RDWR)  # ends the waiting `accept`
            thread.join()


def _serve(
    listener: socket.socket,
    peer: Peer,
    answer: Answer,
    context: ssl.SSLContext | None,
) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:  # the test is over
            return
        connection.settimeout(_PATIENCE_S)
        with suppress(OSError), connection:  # callers may leave when they like
            if context is None:
                _converse(connection, peer, answer)
                continue
            with context.wrap_socket(connection, server_side=True) as wrapped:
                _converse(wrapped, peer, answer)


def _converse(connection: socket.socket, peer: Peer, answer: Answer) -> None:
    peer.requests.append(b"")
    while not _is_whole(peer.requests[-1]):
        received = connection.recv(65536)
        if not received:
            break
        peer.requests[-1] += received
    answer(connection)


def _is_whole(request: bytes) -> bool:
    head, ended, content = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    return bool(ended) and len(content) >= (int(length[1]) if length else 0)


def _tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context
