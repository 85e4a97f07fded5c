"""Partners, and how often their frames were loaded on each day."""

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, Date, bindparam, delete, func, insert, select, text

from feedsvc.model.partner import Partner
from feedsvc.store.database.tables import loads, partners, site

# Loads of a partner that is gone meanwhile are dropped with it. Rows are written in the
# order of their keys, so that no two processes can deadlock.
_ADD_LOADS = text("""
    INSERT INTO loads (day, key, n)
    SELECT :day, partners.key, CAST(item.value ->> 'n' AS bigint)
    FROM json_each(:items) AS item
    JOIN partners ON partners.key = item.value ->> 'key'
    WHERE true
    ORDER BY 2
    ON CONFLICT (day, key) DO UPDATE SET n = loads.n + excluded.n
""").bindparams(bindparam("day", type_=Date))


def lock(connection: Connection) -> None:
    """Lock partners against changes by others until this transaction ends."""
    connection.execute(select(site.c.id).with_for_update())


def all_by_name(connection: Connection) -> list[Partner]:
    """Every partner, by name. They are few."""
    query = select(
        partners.c.key, partners.c.name, partners.c.origins, partners.c.created_at
    ).order_by(partners.c.name)
    return [
        Partner(row.key, row.name, tuple(row.origins.split()), row.created_at)
        for row in connection.execute(query)
    ]


def add(connection: Connection, partner: Partner) -> None:
    """Keep a new partner, whose name nobody has."""
    row = {
        "key": partner.key,
        "name": partner.name,
        "origins": " ".join(partner.origins),
        "created_at": partner.created_at,
    }
    connection.execute(insert(partners), row)


def remove(connection: Connection, key: str) -> int:
    """Forget a partner with its loads; returns how many those were."""
    counted = select(func.coalesce(func.sum(loads.c.n), 0)).where(loads.c.key == key)
    n = int(connection.execute(counted).scalar_one())  # by ix_loads_key
    connection.execute(delete(loads).where(loads.c.key == key))
    connection.execute(delete(partners).where(partners.c.key == key))
    return n


def add_loads(connection: Connection, day: date, counts: Mapping[str, int]) -> None:
    """Add to what was counted of a day, by partners' keys."""
    items = {
        n: {"key": key, "n": count} for n, (key, count) in enumerate(counts.items())
    }
    connection.execute(_ADD_LOADS, {"day": day, "items": json.dumps(items)})


def loads_between(connection: Connection, since: date, until: date) -> dict[str, int]:
    """Loads of the days from `since` to `until`, by partners' keys."""
    query = (
        select(loads.c.key, func.sum(loads.c.n))
        .where(loads.c.day >= since, loads.c.day <= until)
        .group_by(loads.c.key)
    )  # by the key, which begins with the day
    return {key: int(n) for key, n in connection.execute(query)}
