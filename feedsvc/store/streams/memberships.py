"""Memberships: the categories that an article is shown in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from feedsvc.model.category import Category
from feedsvc.model.slug import Slug
from feedsvc.store.database.states import EntryState
from feedsvc.store.database.tables import categories, stream_entries, streams


def categories_of(
    connection: Connection, article_ids: Iterable[int]
) -> dict[int, dict[int, Category]]:
    """Categories by id by article id, in the order of their raw names."""
    ids = list(article_ids)
    query = (
        select(
            stream_entries.c.article_id, categories.c.id, categories.c.raw,
            categories.c.slug, categories.c.title, categories.c.is_outlet,
            categories.c.retired_at,
        )
        .join(streams, streams.c.id == stream_entries.c.stream_id)
        .join(categories, categories.c.id == streams.c.category_id)
        .where(stream_entries.c.article_id.in_(ids))  # ix_stream_entries_article_id
        .where(stream_entries.c.state == EntryState.SHOWN)
        .order_by(categories.c.raw)
    )  # fmt: skip
    found: dict[int, dict[int, Category]] = {id_: {} for id_ in ids}
    for row in connection.execute(query):
        is_retired = row.retired_at is not None
        category = Category(
            row.raw, Slug(row.slug), row.title, row.is_outlet, is_retired
        )
        found[row.article_id][row.id] = category
    return found


def primary_first(
    members: Mapping[int, Category], primary_id: int | None, *, is_unsourced: bool
) -> tuple[Category, ...]:
    """An article's categories, the one of its permalink before all others.

    Args:
        is_unsourced: no category stands for an outlet, since a person decided so.
    """
    first = [item for id_, item in members.items() if id_ == primary_id]
    found = (*first, *(item for id_, item in members.items() if id_ != primary_id))
    if is_unsourced:
        return tuple(replace(item, is_outlet=False) for item in found)
    return found
