"""Clicks on share links, and unknown codes that were asked for."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Named,
    Table,
    Text,
    TypedColumns,
)

from feedsvc.store.database.columns import Exact, Id
from feedsvc.store.database.tables.base import metadata


class _Clicks(TypedColumns):
    # the key begins with the day, which every sum is over a range of
    day: Named[date] = Column(Date, primary_key=True)
    article_id: Named[int] = Column(Id, ForeignKey("articles.id"), primary_key=True)
    channel: Named[str] = Column(Text, primary_key=True)
    kind: Named[str] = Column(Text, primary_key=True)
    n: Named[int] = Column(BigInteger)


clicks = Table("clicks", metadata, _Clicks)


class _Misses(TypedColumns):
    # the key begins with the day, likewise
    day: Named[date] = Column(Date, primary_key=True)
    # Empty for what is malformed, or one code too many of its day.
    code: Named[str] = Column(Exact, primary_key=True)
    kind: Named[str] = Column(Text, primary_key=True)
    n: Named[int] = Column(BigInteger)


misses = Table("misses", metadata, _Misses)
