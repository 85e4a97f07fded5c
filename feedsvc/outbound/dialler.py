"""Connections that are checked when they are dialled, and end at a deadline.

A name is resolved once, and the address that was checked is the one dialled, so no
second DNS answer can replace it. Knows nothing of HTTP.
"""

import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import ip_address
from threading import Thread
from time import monotonic

import httpcore2

from feedsvc.outbound.addresses import IpNetwork, may_be_dialled

# A name or an IP address to the IP addresses that it stands for.
Resolver = Callable[[str], Sequence[str]]

_MAX_TRIES = 4  # addresses of one name


def system_resolver(host: str) -> Sequence[str]:
    """Addresses that the system gives for a name, each once, in the order to try."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment by which everything must be done.

    Attributes:
        at: seconds of the monotonic clock.
    """

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Deadline a number of seconds from now."""
        return cls(monotonic() + seconds)

    def left_s(self) -> float:
        """The seconds left.

        Raises:
            TimeoutError: there are none.
        """
        left = self.at - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def look_up(resolve: Resolver, host: str) -> Future[Sequence[str]]:
    """The addresses of a name, found in a thread: nothing can interrupt `getaddrinfo`.

    A thread left behind ends when the system's resolver gives up.
    """
    answer: Future[Sequence[str]] = Future()
    answer.set_running_or_notify_cancel()  # nobody who waits can cancel it from now on

    def ask() -> None:
        try:
            answer.set_result(resolve(host))
        except OSError as error:
            answer.set_exception(error)

    Thread(target=ask, name="feedsvc-resolver", daemon=True).start()
    return answer


def require_allowed(
    addresses: Sequence[str], port: int, trusted: Iterable[IpNetwork]
) -> Sequence[str]:
    """The first few addresses of a name, if every one of them may be dialled.

    Raises:
        PermissionError: one may not.
    """
    if not all(
        may_be_dialled(ip_address(address), port, trusted=trusted)
        for address in addresses
    ):
        raise PermissionError
    return addresses[:_MAX_TRIES]


class Dialler(httpcore2.NetworkBackend):
    """Dialler for one request; its deadline replaces every timeout of httpcore's."""

    def __init__(
        self, resolve: Resolver, trusted: Iterable[IpNetwork], deadline: Deadline
    ) -> None:
        self._resolve = resolve
        self._trusted = tuple(trusted)
        self._deadline = deadline

    def connect_tcp(
        self, host: str, port: int, *_: object, **__: object
    ) -> httpcore2.NetworkStream:
        """A connection to a host, if all that its name stands for may be dialled.

        Raises:
            httpcore2.ConnectError: it has no address, a refused one, or none answered;
            the error does not say which.
        """
        try:
            found = look_up(self._resolve, host).result(self._deadline.left_s())
            addresses = require_allowed(found, port, self._trusted)
            return _Stream(self._dial(addresses, port), self._deadline)
        except OSError as error:
            raise httpcore2.ConnectError from error

    def _dial(self, addresses: Sequence[str], port: int) -> socket.socket:
        """Connect to the first that answers; a silent one leaves time for the others."""
        for position, address in enumerate(addresses):
            share = self._deadline.left_s() / (len(addresses) - position)
            try:
                return socket.create_connection((address, port), share)
            except OSError:
                continue
        raise ConnectionError


class _Stream(httpcore2.NetworkStream):
    """A connection whose operations all end by the deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline

    def read(self, max_bytes: int, *_: object, **__: object) -> bytes:
        self._connection.settimeout(self._deadline.left_s())
        return self._connection.recv(max_bytes)

    def write(self, buffer: bytes, *_: object, **__: object) -> None:
        rest = memoryview(buffer)
        while rest:  # a timeout of `sendall` starts anew with each piece under TLS
            self._connection.settimeout(self._deadline.left_s())
            rest = rest[self._connection.send(rest) :]

    def close(self) -> None:
        self._connection.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        *_: object,
        **__: object,
    ) -> httpcore2.NetworkStream:
        try:
            self._connection.settimeout(self._deadline.left_s())
            self._connection = ssl_context.wrap_socket(
                self._connection, server_hostname=server_hostname
            )
        except OSError:
            self.close()
            raise
        return self
