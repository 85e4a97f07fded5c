"""Clicks: counts, added to those of every other process.

No feed shows clicks, so they stay off the change line: on PostgreSQL they wait for no
import, and they change no validators. All processes write rows in the order of their
keys, so no two can deadlock.

Each batch is one statement over one JSON object: with many small statements, each would
have to get the interpreter back from the threads that answer requests.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection, Date, bindparam, delete, select, text

from feedsvc.model.click import Click, Kind, Miss
from feedsvc.store.database.tables import misses

OTHER_CODE = ""

# SQLAlchemy spells upserts and JSON apart for each database; ours understand the same.
_ADD_CLICKS = text("""
    INSERT INTO clicks (day, article_id, channel, kind, n)
    SELECT :day, CAST(item.value ->> 'article' AS bigint), item.value ->> 'channel',
        item.value ->> 'kind', CAST(item.value ->> 'n' AS integer)
    FROM json_each(:items) AS item
    WHERE true
    ORDER BY 2, 3, 4
    ON CONFLICT (day, article_id, channel, kind) DO UPDATE SET n = clicks.n + excluded.n
""").bindparams(bindparam("day", type_=Date))
_ADD_MISSES = text("""
    INSERT INTO misses (day, code, kind, n)
    SELECT :day, item.value ->> 'code', item.value ->> 'kind',
        CAST(item.value ->> 'n' AS integer)
    FROM json_each(:items) AS item
    WHERE true
    ORDER BY 2, 3
    ON CONFLICT (day, code, kind) DO UPDATE SET n = misses.n + excluded.n
""").bindparams(bindparam("day", type_=Date))


def add(connection: Connection, counts: Mapping[Click, int]) -> None:
    """Add to what was counted of articles."""
    for day in sorted({click.day for click in counts}):
        items = (
            {
                "article": click.article_id,
                "channel": click.channel,
                "kind": click.kind,
                "n": n,
            }
            for click, n in counts.items()
            if click.day == day
        )
        connection.execute(_ADD_CLICKS, {"day": day, "items": _object(items)})


def add_misses(
    connection: Connection, counts: Mapping[Miss, int], *, codes_a_day: int
) -> None:
    """Add to what was counted of codes that lead nowhere.

    Args:
        connection: in a write transaction.
        counts: by day, code and kind.
        codes_a_day: how many codes are counted by name; later ones count as other.
    """
    for day in sorted({miss.day for miss in counts}):
        # Lock the day's row of other codes until the commit, so that one process at a
        # time sees how much room the day still has.
        _add_misses(connection, day, {(OTHER_CODE, Kind.HUMAN): 0})
        query = select(misses.c.code).where(misses.c.day == day).distinct()
        kept = set(connection.execute(query).scalars()) - {OTHER_CODE}
        totals: Counter[tuple[str, Kind]] = Counter()
        for miss, n in counts.items():
            if miss.day == day:
                if miss.code and len(kept) < codes_a_day:
                    kept.add(miss.code)
                code = miss.code if miss.code in kept else None
                totals[code or OTHER_CODE, miss.kind] += n
        _add_misses(connection, day, totals)


def forget_misses(connection: Connection, before: date) -> None:
    """Drop what was counted of unknown codes before a day."""
    connection.execute(delete(misses).where(misses.c.day < before))


def _add_misses(
    connection: Connection, day: date, counts: Mapping[tuple[str, Kind], int]
) -> None:
    items = ({"code": code, "kind": kind, "n": n} for (code, kind), n in counts.items())
    connection.execute(_ADD_MISSES, {"day": day, "items": _object(items)})


def _object(items: Iterable[Mapping[str, object]]) -> str:
    """Items under numbers: both databases take an object apart by the same function."""
    return json.dumps(dict(enumerate(items)))
