"""Topics, and subscriptions to them."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from feedsvc.store.database.columns import Exact, Id, Micros
from feedsvc.store.database.partial_index import partial_index
from feedsvc.store.database.tables.base import metadata


class _Topics(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    # Variant and ids of its streams (store/subscriptions/topics.py): no slug, so that
    # it stays the same when a category is renamed.
    key: Named[str] = Column(Exact, unique=True)


# Feed documents that somebody subscribed to, or asked to.
topics = Table("topics", metadata, _Topics)


class _TopicStreams(TypedColumns):
    topic_id: Named[int] = Column(Id, ForeignKey("topics.id"), primary_key=True)
    stream_id: Named[int] = Column(Id, ForeignKey("streams.id"), primary_key=True)


topic_streams = Table(
    "topic_streams",
    metadata,
    _TopicStreams,
    # the topics that show a stream
    Index("ix_topic_streams_stream_id", "stream_id"),
)


class _Subscriptions(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    topic_id: Named[int] = Column(Id, ForeignKey("topics.id"))
    # SHA-256 of the callback.
    callback_digest: Named[bytes] = Column(LargeBinary)
    subscribed_at: Named[datetime] = Column(Micros)
    lease_until: Named[datetime] = Column(Micros)
    # The topic's revision that its subscriber has been told of; 0: of none.
    since: Named[int] = Column(BigInteger)
    # When its subscriber is to be told of what is behind `since`; NULL: of nothing.
    due_at: Named[datetime | None] = Column(Micros)
    # End of the lease of the process that delivers; NULL while none does.
    claimed_until: Named[datetime | None] = Column(Micros)
    # Deliveries that have failed since one succeeded, and when the first of them did.
    attempts: Named[int] = Column(Integer, server_default="0")
    failing_since: Named[datetime | None] = Column(Micros)
    # When it ended before its lease: it is listed until then, and told nothing more.
    ended_at: Named[datetime | None] = Column(Micros)
    # Class of the last answer's status, or the name of the failure.
    last_status: Named[str | None] = Column(Text)
    # Sealed; NULL where deliveries are not signed.
    secret: Named[str | None] = Column(Text)
    # As its subscriber spelt it.
    topic_url: Named[str] = Column(Text)
    callback: Named[str] = Column(Text)
    # Of the callback: others are delivered to while it is busy.
    host: Named[str] = Column(Exact)


subscriptions = Table(
    "subscriptions",
    metadata,
    _Subscriptions,
    # a topic's subscriptions; the one of a callback
    UniqueConstraint("topic_id", "callback_digest"),
    # subscriptions whose lease has ended
    Index("ix_subscriptions_lease_until", "lease_until"),
    # deliveries that are due, which most subscriptions have none of
    partial_index("ix_subscriptions_due", "due_at", where="due_at IS NOT NULL"),
    # subscriptions that fail, or have ended
    partial_index("ix_subscriptions_failing", "id", where="failing_since IS NOT NULL"),
)


class _Intents(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    topic_id: Named[int] = Column(Id, ForeignKey("topics.id"))
    callback_digest: Named[bytes] = Column(LargeBinary)
    mode: Named[str] = Column(Text)
    # Of the callback, to limit how often it is asked.
    host: Named[str] = Column(Exact)
    asked_at: Named[datetime] = Column(Micros)
    # When the callback is asked next: a process that asks puts it off first.
    due_at: Named[datetime] = Column(Micros)
    attempts: Named[int] = Column(Integer, server_default="0")
    # The topic's revision when it was asked for: a subscriber knows everything up to it.
    since: Named[int] = Column(BigInteger)
    lease_s: Named[int] = Column(Integer)
    secret: Named[str | None] = Column(Text)
    verify_token: Named[str | None] = Column(Text)
    # Of a denial.
    reason: Named[str | None] = Column(Text)
    topic_url: Named[str] = Column(Text)
    callback: Named[str] = Column(Text)


# Subscriptions asked for or given up, whose subscribers have yet to confirm it; and
# denials that they have yet to be told of.
intents = Table(
    "intents",
    metadata,
    _Intents,
    # the latest of a topic and a callback
    UniqueConstraint("topic_id", "callback_digest"),
    # those whose callbacks are to be asked
    Index("ix_intents_due_at", "due_at"),
    # those that one host is asked about
    Index("ix_intents_host", "host"),
)
