"""IP addresses that may be dialled: pure rules, no socket.

From IANA's special-purpose registries (RFC 6890: iana-ipv4-special-registry,
iana-ipv6-special-registry, as of 2025) and its multicast space, plus one public address
that clouds answer on. `ipaddress.is_global` will not do: it is True for multicast, site
local addresses and each form of IPv6 that carries a private IPv4 address.
"""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_network,
)

IpAddress = IPv4Address | IPv6Address
IpNetwork = IPv4Network | IPv6Network

PORTS = (80, 443)

# All that is given out for hosts (RFC 4291 §2.4). Outside stand, among others: `::1`,
# IPv4-compatible and -mapped addresses, NAT64 (64:ff9b::/96, 64:ff9b:1::/48), discard
# (100::/64), SRv6 (5f00::/16), fc00::/7, fe80::/10, fec0::/10 and multicast.
_PUBLIC = (ip_network("0.0.0.0/0"), ip_network("2000::/3"))
_SPECIAL = tuple(
    ip_network(cidr)
    for cidr in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private use
        "100.64.0.0/10",  # carriers' NAT; Alibaba's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's host, public by number alone
        "169.254.0.0/16",  # link local; metadata of most clouds
        "172.16.0.0/12",  # private use
        "192.0.0.0/24",  # IETF protocols; Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private use
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # IETF protocols: Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries an IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def may_be_dialled(
    address: IpAddress, port: int, *, trusted: Iterable[IpNetwork]
) -> bool:
    """True for a public host's web port, or any port in a trusted network."""
    if _is_in(address, trusted):
        return True
    return port in PORTS and _is_in(address, _PUBLIC) and not _is_in(address, _SPECIAL)


def _is_in(address: IpAddress, networks: Iterable[IpNetwork]) -> bool:
    return any(address in network for network in networks)
