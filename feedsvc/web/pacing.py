"""Pacing: clients that fetch one feed whole, over and over, are asked to slow down.

Never those that say what they have. Best effort in this process's memory, for a limit
across processes is nginx's; addresses are kept as keyed digests, and only for minutes.
"""

import secrets
import time
from collections import OrderedDict
from hashlib import blake2b
from ipaddress import ip_address
from threading import Lock

from feedsvc.model.document import Document

BURST = 30  # whole fetches of one document that a client may make at once
REFILL_S = 30.0  # seconds for each one more
_MAX_CLIENTS = 50_000


class Pacing:
    """A token bucket for each client and document."""

    def __init__(self) -> None:
        """Begin with nobody known."""
        self._key = secrets.token_bytes(16)
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, client: str, document: Document) -> int:
        """Seconds that a client has to wait for the whole document; 0 to have it now.

        A loopback address is a proxy's that hands on no other: it is nobody's own.
        """
        if _is_loopback(client):
            return 0
        name = f"{client}\n{document}".encode()
        key = blake2b(name, key=self._key, digest_size=16).digest()
        now = time.monotonic()
        with self._lock:
            tokens, at = self._buckets.pop(key, (float(BURST), now))
            tokens = min(BURST, tokens + (now - at) / REFILL_S)
            is_allowed = tokens >= 1
            self._buckets[key] = (tokens - 1 if is_allowed else tokens, now)
            if len(self._buckets) > _MAX_CLIENTS:
                self._buckets.popitem(last=False)
        return 0 if is_allowed else int((1 - tokens) * REFILL_S) + 1


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:  # a socket file's peer has no address
        return True
