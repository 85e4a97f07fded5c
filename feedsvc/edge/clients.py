"""Clients: the address that a request is from, behind any proxies.

Forwarding headers are believed only from trusted proxies, and are then removed: they
never reach a link.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SAID = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_BY",
    "HTTP_FORWARDED",
)
_MAX_HOPS = 32
_LONGEST_ADDRESS = 80  # characters, with brackets, zone and port
_LOCAL = ("127.0.0.0/8", "::1", "unix")


@dataclass(frozen=True, slots=True)
class Proxies:
    """Proxies whose `X-Forwarded-For` is believed.

    Attributes:
        networks: those they connect from.
        sockets: whether a peer on a socket file counts as one.
    """

    networks: tuple[Network, ...] = ()
    sockets: bool = False

    @classmethod
    def named(cls, names: str, host: str) -> "Proxies":
        """Proxies that a setting names; if it names none, those on this machine.

        Args:
            names: addresses, networks, `unix` or `none`, with commas between.
            host: where the site listens. Only a server that listens on loopback can be
                sure that its peers are proxies, and not a neighbour's container.
        """
        listed = names.split(",") if names else _LOCAL if _is_local(host) else ()
        networks = (each for each in listed if each not in {"unix", "none"})
        return cls(tuple(map(ip_network, networks)), "unix" in listed)

    def client(self, peer: str, forwarded_for: str) -> str:
        """Address that a request is from: the last one that is no trusted proxy's.

        Args:
            peer: address of the connection; no address, if it came through a socket
                file.
            forwarded_for: the header as it came: each proxy appends its own peer.
        """
        client, address = peer, _read(peer)
        is_trusted = self.sockets if address is None else self._hold(address)
        hops = iter(forwarded_for.rsplit(",", _MAX_HOPS)[::-1][:_MAX_HOPS])
        while is_trusted and (address := _read(next(hops, ""))) is not None:
            client, is_trusted = str(address), self._hold(address)
        return client

    def _hold(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


@dataclass(frozen=True, slots=True)
class Clients:
    """WSGI application that passes the client's address to the one behind it."""

    inner: "WSGIApplication"
    proxies: Proxies

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request, under its client's address."""
        said = [environ.pop(name, "") for name in _SAID]
        peer = environ.get("REMOTE_ADDR", "")
        environ["REMOTE_ADDR"] = self.proxies.client(peer, said[0])
        return self.inner(environ, start_response)


def _is_local(host: str) -> bool:
    address = _read(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _read(text: str) -> Address | None:
    """An address as proxies write it: with a port, in brackets, or IPv4 in IPv6."""
    text = text.strip()
    return _remembered(text) if len(text) <= _LONGEST_ADDRESS else None


@lru_cache(4_096)
def _remembered(text: str) -> Address | None:
    return next(_readings(text), None)


def _readings(text: str) -> Iterator[Address]:
    host, _, port = text.rpartition(":")
    bare = host if port.isdecimal() and ("." in host or host.endswith("]")) else ""
    for spelt in (text, bare):
        try:
            address = ip_address(spelt.removeprefix("[").removesuffix("]"))
        except ValueError:
            continue
        yield getattr(address, "ipv4_mapped", None) or address
