"""Addresses: every further path that leads to an article, for good."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert, select, update

from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import addresses, articles

_MARKED_AT_ONCE = 100  # articles, each of them found by its key


def add(change: Change, paths: Mapping[int, Iterable[str]]) -> None:
    """Let decoded paths lead to articles, by article id; a path once taken stays so."""
    wanted = {path: article_id for article_id, given in paths.items() for path in given}
    if not wanted:
        return
    query = select(addresses.c.path).where(addresses.c.path.in_(list(wanted)))
    taken = set(change.connection.execute(query).scalars())
    rows: list[dict[str, Any]] = [
        {"path": path, "article_id": article_id}
        for path, article_id in wanted.items()
        if path not in taken
    ]
    if rows:
        change.connection.execute(insert(addresses), rows)
        _mark_changed(change, {row["article_id"] for row in rows})


def _mark_changed(change: Change, article_ids: set[int]) -> None:
    """Let articles be of this change, those that are not already."""
    ids = sorted(article_ids)
    for start in range(0, len(ids), _MARKED_AT_ONCE):
        mine = articles.c.id.in_(ids[start : start + _MARKED_AT_ONCE])
        change.connection.execute(
            update(articles)
            .where(mine, articles.c.revision != change.revision)
            .values(revision=change.revision)
        )
    change.touch()
