"""Tokens of programs; partners, and loads of their frames."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
)

from feedsvc.store.database.columns import Exact, Micros
from feedsvc.store.database.tables.base import metadata


class _Tokens(TypedColumns):
    prefix: Named[str] = Column(Exact, primary_key=True)
    name: Named[str] = Column(Exact)
    scopes: Named[str] = Column(Text)
    digest: Named[bytes] = Column(LargeBinary)
    created_at: Named[datetime] = Column(Micros)
    expires_at: Named[datetime] = Column(Micros)
    # Raw names of those it is bound to, as JSON; NULL for all.
    categories: Named[str | None] = Column(Text)


tokens = Table("tokens", metadata, _Tokens)


class _Partners(TypedColumns):
    key: Named[str] = Column(Exact, primary_key=True)
    name: Named[str] = Column(Exact, unique=True)
    # Origins, with spaces between.
    origins: Named[str] = Column(Text)
    created_at: Named[datetime] = Column(Micros)


partners = Table("partners", metadata, _Partners)


class _Loads(TypedColumns):
    # the key begins with the day, which every sum is over a range of
    day: Named[date] = Column(Date, primary_key=True)
    key: Named[str] = Column(Exact, ForeignKey("partners.key"), primary_key=True)
    n: Named[int] = Column(BigInteger)


loads = Table(
    "loads",
    metadata,
    _Loads,
    # the loads of a partner that is removed
    Index("ix_loads_key", "key"),
)
