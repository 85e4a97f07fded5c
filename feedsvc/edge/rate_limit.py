"""Rate limiting by token bucket: repeated expensive requests get 429.

Best effort, in this process's memory: nginx can limit across processes. Addresses are
kept as keyed digests, and only for minutes.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from threading import Lock

from feedsvc.edge.reply import Reply

# How many requests a client may make at once, and the seconds until one more.
WHOLE_FETCHES = (30, 30.0)  # of one feed
SELECTIONS = (30, 10.0)  # selections rendered for a client, of any kind
SEARCHES = (30, 2.0)  # pages and feeds of results
MISSES = (60, 1.0)  # unknown codes
SUBSCRIBERS = (300, 1.0)  # a reader may bring a whole list of feeds
CALLED_HOSTS = (300, 1.0)  # that are to confirm subscriptions, by name
_MAX_CLIENTS = 50_000
_NOBODYS = ip_network("::/64")


class RateLimiter:
    """A token bucket for each client, and for each thing that it asks for."""

    def __init__(self, limit: tuple[int, float]) -> None:
        """Begin with no client known."""
        self._burst, self._refill_s = limit
        self._key = secrets.token_bytes(16)
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, client: str, thing: object = "", *, cost: int = 1) -> int:
        """Seconds that a client has to wait for a thing; 0 to have it now.

        A loopback address is that of a proxy that forwards no other: it is not limited.

        Args:
            client: its address.
            thing: told apart by its text.
            cost: tokens. A request needs one token and may overdraw the bucket.
        """
        who = _who(client)
        if not cost or who is None:
            return 0
        return self.wait_of_s(f"{who}\n{thing}", cost=cost)

    def wait_of_s(self, name: str, *, cost: int = 1) -> int:
        """Seconds that something has to wait that has a name of its own; 0 for none."""
        key = blake2b(name.encode(), key=self._key, digest_size=16).digest()
        now = time.monotonic()
        with self._lock:
            tokens, at = self._buckets.pop(key, (float(self._burst), now))
            tokens = min(self._burst, tokens + (now - at) / self._refill_s)
            is_allowed = tokens >= 1
            self._buckets[key] = (tokens - cost if is_allowed else tokens, now)
            if len(self._buckets) > _MAX_CLIENTS:
                self._buckets.popitem(last=False)
        return 0 if is_allowed else int((1 - tokens) * self._refill_s) + 1


def too_many(wait_s: int, advice: str, headers: Iterable[tuple[str, str]]) -> Reply:
    """Answer of 429 that asks the client to wait (RFC 6585 §4), in whole seconds."""
    return Reply(
        "429 Too Many Requests",
        (
            ("Retry-After", str(wait_s)),
            ("Cache-Control", "no-store"),
            ("Content-Type", "text/plain; charset=utf-8"),
            *headers,
        ),
        f"{advice}\n".encode(),
    )


@lru_cache(4_096)
def _who(address: str) -> str | None:
    """Client that an address stands for: of IPv6 a /64; None for loopback."""
    try:
        ip = ip_address(address)
    except ValueError:  # a socket file's peer has no address
        return None
    ip = getattr(ip, "ipv4_mapped", None) or ip
    # waitress takes the end of `::ffff:192.0.2.1` for a port, so the client is lost.
    if ip.is_loopback or ip in _NOBODYS:
        return None
    if ip.version == 4:
        return str(ip)
    return str(ip_network((ip.packed[:8] + bytes(8), 64)))
