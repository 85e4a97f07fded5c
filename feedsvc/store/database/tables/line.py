"""The change line, its epochs, and those who follow it."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
    Named,
    Table,
    TypedColumns,
)

from feedsvc.store.database.columns import Exact, Micros
from feedsvc.store.database.tables.base import metadata


class _Site(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    revision: Named[int] = Column(BigInteger)


site = Table(
    "site",
    metadata,
    _Site,
    CheckConstraint("id = 1", name="one_row"),
)


class _Epochs(TypedColumns):
    hash: Named[str] = Column(Exact, primary_key=True)
    began_at: Named[datetime] = Column(Micros)


epochs = Table("epochs", metadata, _Epochs)


class _Followers(TypedColumns):
    name: Named[str] = Column(Exact, primary_key=True)
    # The last revision that it has finished.
    revision: Named[int] = Column(BigInteger)
    # End of the lease on the next step; NULL while nobody holds it.
    held_until: Named[datetime | None] = Column(Micros)


followers = Table("followers", metadata, _Followers)
