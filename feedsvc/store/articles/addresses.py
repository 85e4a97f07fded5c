"""Addresses: every further path that leads to an article, for good."""

from collections.abc import Iterable, Mapping

from sqlalchemy import insert, select

from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import addresses


def add(change: Change, paths: Mapping[int, Iterable[str]]) -> None:
    """Let decoded paths lead to articles, by article id; a path once taken stays so."""
    wanted = {path: article_id for article_id, given in paths.items() for path in given}
    if not wanted:
        return
    query = select(addresses.c.path).where(addresses.c.path.in_(list(wanted)))
    taken = set(change.connection.execute(query).scalars())
    rows = [
        {"path": path, "article_id": article_id}
        for path, article_id in wanted.items()
        if path not in taken
    ]
    if rows:
        change.connection.execute(insert(addresses), rows)
