"""The list of changes that a mirror follows: articles, categories, sources, by revision.

An article is told of once, at the later of two revisions: that of the article itself, and
that of its entry in the site's stream, which moves when a title or a page that is shown
with it does. An article that was never shown has no such entry, and is not told of.
"""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, select, tuple_

from feedsvc.model.change_list import Changed, Place, Subject
from feedsvc.model.stream import StreamKind
from feedsvc.store.database.states import EntryState
from feedsvc.store.database.tables import articles, stream_entries, streams
from feedsvc.store.streams.streams import site_id


def streams_after(connection: Connection, after: Place, *, limit: int) -> list[Changed]:
    """Categories and sources whose facts changed, in the order of the list."""
    columns = streams.c
    query = (
        select(columns.facts_revision, columns.id, columns.kind)
        # a range of ix_streams_facts_revision
        .where(_behind(columns.facts_revision, columns.id, after.after_stream))
        .where(columns.kind != StreamKind.SITE)
        .order_by(columns.facts_revision, columns.id)
        .limit(limit)
    )
    return [
        Changed(Place.of_stream(revision, id_), Subject(kind), id_)
        for revision, id_, kind in connection.execute(query)
    ]


def articles_after(
    connection: Connection, after: Place, *, limit: int
) -> list[Changed]:
    """Articles that changed, in the order of the list."""
    everything = site_id(connection)
    found: list[Changed] = []
    for state in EntryState:
        found += _by_entry(connection, everything, state, after, limit)
    found = sorted(found, key=lambda one: one.place)[:limit]
    # Behind the last of a full list nothing is wanted, and nothing is read.
    until = found[-1].place.revision if len(found) == limit else None
    found += _by_article(connection, everything, after, until, limit)
    return sorted(found, key=lambda one: one.place)[:limit]


def _by_entry(
    connection: Connection, everything: int, state: EntryState, after: Place, limit: int
) -> list[Changed]:
    """Articles whose entries moved last, by ix_stream_entries_stream_id_state_revision."""
    entries = stream_entries.c
    query = (
        select(entries.revision, entries.article_id, articles.c.html_bytes)
        .join(articles, articles.c.id == entries.article_id)
        .where(entries.stream_id == everything, entries.state == state)
        .where(_behind(entries.revision, entries.article_id, after.after_article))
        .where(articles.c.revision <= entries.revision)
        .order_by(entries.revision, entries.article_id)
        .limit(limit)
    )
    return _read(connection, query)


def _by_article(
    connection: Connection,
    everything: int,
    after: Place,
    until: int | None,
    limit: int,
) -> list[Changed]:
    """Articles that moved alone after their entries, by ix_articles_revision."""
    own, entries = articles.c, stream_entries.c
    # No join, which SQLite would begin with all entries of the site.
    moved = (
        select(entries.revision)
        .where(entries.stream_id == everything, entries.article_id == own.id)
        .scalar_subquery()
    )
    query = (
        select(own.revision, own.id, own.html_bytes)
        .where(own.revision > moved)
        .where(_behind(own.revision, own.id, after.after_article))
        .order_by(own.revision, own.id)
        .limit(limit)
    )
    if until is not None:
        query = query.where(own.revision <= until)
    return _read(connection, query)


def _behind(
    revision: Column[int], id_: Column[int], last: tuple[int, int]
) -> ColumnElement[bool]:
    """True of what comes later; the first half alone bounds the index's range."""
    return (revision >= last[0]) & (tuple_(revision, id_) > last)


def _read(connection: Connection, query: Any) -> list[Changed]:
    return [
        Changed(Place.of_article(revision, id_), Subject.ARTICLE, id_, html_bytes)
        for revision, id_, html_bytes in connection.execute(query)
    ]
