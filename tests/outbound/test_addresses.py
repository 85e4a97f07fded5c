"""Addresses: the edges of what may be dialled."""

from ipaddress import IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.outbound.addresses import may_be_dialled

BLOCKS = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",  # multicast and reserved, up to the end
    "::/3",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "2620:4f:8000::/48",
    "3fff::/20",
    "4000::/2",
    "8000::/1",
)
# What stands right before or behind a block, and is a public host's.
NEIGHBOURS = (
    "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
    "126.255.255.255", "128.0.0.0", "168.63.129.15", "168.63.129.17",
    "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
    "191.255.255.255", "192.0.1.0", "192.0.1.255", "192.0.3.0", "192.31.195.255",
    "192.31.197.0", "192.52.192.255", "192.52.194.0", "192.88.98.255", "192.88.100.0",
    "192.167.255.255", "192.169.0.0", "192.175.47.255", "192.175.49.0",
    "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255",
    "203.0.114.0", "223.255.255.255", "2000::", "2000:ffff::", "2001:200::",
    "2001:db7:ffff::", "2001:db9::", "2001:ffff::", "2003::", "2620:4f:7fff::",
    "2620:4f:8001::", "3ffe:ffff::", "3fff:1000::", "3fff:ffff::",
)  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_is_refused_to_its_edges(block: str):
    """First and last address; on a web port, which is not what refuses them."""
    network = ip_network(block)
    assert not may_be_dialled(network[0], 80, trusted=())
    assert not may_be_dialled(network[-1], 443, trusted=())


@pytest.mark.parametrize("address", NEIGHBOURS)
def test_a_block_is_refused_no_further(address: str):
    """Each is next to a block, or near it."""
    assert may_be_dialled(ip_address(address), 80, trusted=())


@given(st.ip_addresses(v=4))
def test_no_ipv6_address_carries_ipv4(carried):
    """Mapped, compatible, translated, NAT64, 6to4: whatever is inside."""
    number = int(carried)
    for prefix in ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::"):
        carrier = IPv6Address(prefix) + number
        assert not may_be_dialled(carrier, 80, trusted=())
    six_to_four = IPv6Address("2002::") + (number << 80)
    assert not may_be_dialled(six_to_four, 80, trusted=())


@given(st.ip_addresses())
def test_what_python_calls_private_is_refused(address):
    """Ours is the stricter list: a block that is added to theirs shows here."""
    if not address.is_global:
        assert not may_be_dialled(address, 80, trusted=())


@pytest.mark.parametrize("port", [0, 22, 25, 81, 442, 8080, 65535])
def test_a_public_host_is_dialled_on_web_ports_only(port: int):
    """Mail servers and databases have public addresses too."""
    assert not may_be_dialled(ip_address("1.1.1.1"), port, trusted=())


def test_a_trusted_network_is_dialled_on_any_port():
    """An intranet's host of pictures, and nothing beside it."""
    trusted = (ip_network("10.1.0.0/16"), ip_network("fd00:1::/32"))
    assert may_be_dialled(ip_address("10.1.2.3"), 8080, trusted=trusted)
    assert may_be_dialled(ip_address("fd00:1::5"), 8080, trusted=trusted)
    assert not may_be_dialled(ip_address("10.2.0.1"), 80, trusted=trusted)
    assert not may_be_dialled(ip_address("::ffff:10.1.2.3"), 80, trusted=trusted)
