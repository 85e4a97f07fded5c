"""Types of columns, as every table has them on both databases."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Micros(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC microseconds since 1970: SQLite loses zones."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> int | None:
        """Convert to microseconds; a naive datetime raises TypeError."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(
        self,
        value: int | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """Convert to an aware UTC datetime."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


# Compared and sorted by bytes on both databases, whatever PostgreSQL's locale: raw names
# are exact, and the walk over an archive is sorted the way Python sorts.
Exact = Text().with_variant(Text(collation="C"), "postgresql")
# SQLite only gives out row ids for INTEGER PRIMARY KEY.
Id = BigInteger().with_variant(Integer(), "sqlite")
