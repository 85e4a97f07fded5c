"""Subscriptions: what subscribers ask a hub for, and what it keeps of them (WebSub).

Section numbers are of the W3C Recommendation. Knows no HTTP and no store.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from feedsvc.model.document import Document

MIN_LEASE_S = 3_600
MAX_LEASE_S = 30 * 24 * 3_600
USUAL_LEASE_S = 10 * 24 * 3_600  # §8.2
MAX_SECRET_BYTES = 200  # §5.1


class Mode(StrEnum):
    """Value of `hub.mode` that a callback is asked with."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    DENIED = "denied"


def lease_s(asked: int | None) -> int:
    """Seconds that a subscription stays active, of those asked for, if any were."""
    if asked is None:
        return USUAL_LEASE_S
    return min(max(asked, MIN_LEASE_S), MAX_LEASE_S)


def digest_of(callback: str) -> bytes:
    """Digest by which a callback is found."""
    return hashlib.sha256(callback.encode()).digest()


def with_query(callback: str, fields: list[tuple[str, str]]) -> str:
    """A callback with fields behind its own query, which is kept (§5.1.1)."""
    joint = "&" if "?" in callback else "?"
    return f"{callback}{joint}{urlencode(fields)}"


@dataclass(frozen=True, slots=True)
class Wish:
    """A request to a hub, as a subscriber makes it (§5.1).

    Attributes:
        document: what `topic_url` leads to.
        lease_s: seconds asked for, if any were.
        secret: in clear.
        verify_token: of PubSubHubbub 0.3, to be echoed.
    """

    mode: Mode
    document: Document
    topic_url: str
    callback: str
    lease_s: int | None = None
    secret: str | None = field(default=None, repr=False)
    verify_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Intent:
    """Intent that a callback has yet to confirm, or denial that it has yet to be told.

    Attributes:
        topic_url, callback: as the subscriber spelt them.
        host: of the callback, as it is dialled.
        asked_at: tells it from a later one of the same topic and callback.
        since: the topic's revision then.
        secret: sealed; None if deliveries are not to be signed.
        verify_token: of PubSubHubbub 0.3, to be echoed.
        reason: of a denial.
        id: the store's; 0 before it is kept.
        attempts: how often the callback was asked.
    """

    mode: Mode
    topic_id: int
    topic_url: str
    callback: str
    host: str
    asked_at: datetime
    since: int = 0
    lease_s: int = USUAL_LEASE_S
    secret: str | None = field(default=None, repr=False)
    verify_token: str | None = field(default=None, repr=False)
    reason: str | None = None
    id: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription that its subscriber has confirmed.

    Attributes:
        topic_url, callback: as the subscriber spelt them.
        since: the topic's revision that the subscriber has been told of.
        due_at: when it is to be told more; None if there is nothing to tell.
        claimed_until: end of the lease of the process that delivers; None if none does.
        attempts: deliveries that failed since one succeeded.
        failing_since: when the first of these did.
        ended_at: when it ended before its lease; it is only listed since.
        last_status: class of the last answer's status, such as `2xx`, or the name of
            the failure; None before the first delivery.
        secret: sealed; None if deliveries are not signed.
    """

    id: int
    topic_id: int
    topic_url: str
    callback: str
    subscribed_at: datetime
    lease_until: datetime
    since: int
    due_at: datetime | None = None
    claimed_until: datetime | None = None
    attempts: int = 0
    failing_since: datetime | None = None
    ended_at: datetime | None = None
    last_status: str | None = None
    secret: str | None = field(default=None, repr=False)
