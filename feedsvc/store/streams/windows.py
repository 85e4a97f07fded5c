"""Windows: what a stream's current document, and each page of its archive, holds.

Knows nothing of validators, or of the documents that clients have.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from feedsvc.model import window
from feedsvc.model.feed import Tombstone
from feedsvc.store.database.states import EntryState
from feedsvc.store.database.tables import articles, stream_entries

_entries = stream_entries.c
_IN_STREAM = _entries.stream_id == bindparam("stream_id")
_BY_AGE = (_entries.published_at.desc(), _entries.article_id.desc())


@dataclass(frozen=True, slots=True)
class Shown:
    """One article in a stream: the facts that decide whether a document holds it.

    Attributes:
        revision: when it last changed.
        entered: when it last came into the current document without a change of its own,
            as room was made for it; 0 if it never did.
    """

    article_id: int
    published_at: datetime
    revision: int
    html_bytes: int
    entered: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """Contents of a document.

    Attributes:
        shown: newest first; ties broken by id.
        tombstones: of retracted articles with the revision of each, latest first.
    """

    shown: tuple[Shown, ...]
    tombstones: tuple[tuple[Tombstone, int], ...]


NOTHING = Contents((), ())


def _shown() -> Select[int, datetime, int, int, int]:
    return (
        select(
            _entries.article_id,
            _entries.published_at,
            _entries.revision,
            articles.c.html_bytes,
            _entries.entered,
        )
        .join(articles, articles.c.id == _entries.article_id)
        .where(_IN_STREAM, _entries.state == EntryState.SHOWN)
        .order_by(*_BY_AGE)
    )


def _withdrawn() -> Select[str | None, datetime, int]:
    return (
        select(articles.c.entry_id, articles.c.state_at, _entries.revision)
        .join(articles, articles.c.id == _entries.article_id)
        .where(_IN_STREAM, _entries.state == EntryState.WITHDRAWN)
        .order_by(_entries.revision.desc(), _entries.article_id.desc())
    )


_ENTRIES = select(
    _entries.stream_id,
    _entries.article_id,
    _entries.published_at,
    _entries.revision,
    articles.c.html_bytes,
    _entries.entered,
    _entries.state,
    articles.c.entry_id,
    articles.c.state_at,
).join(articles, articles.c.id == _entries.article_id)
_WHOLE = _ENTRIES.where(_entries.stream_id.in_(bindparam("stream_ids", expanding=True)))
_IN_PAGE = _entries.page == bindparam("page")
_SINCE = _entries.revision > bindparam("since")
# by ix_stream_entries_newest
_NEWEST = _shown().limit(window.MAX_ENTRIES)
# By ix_stream_entries_stream_id_page. If they had a state, an order or a maximum,
# SQLite would choose another index and read the whole stream.
_PAGE = _ENTRIES.where(_IN_STREAM, _IN_PAGE)
# By the table's key, as it has no state and no order either.
_AMONG = _ENTRIES.where(
    _IN_STREAM, _entries.article_id.in_(bindparam("ids", expanding=True))
)
_PAGE_REVISIONS = select(_entries.revision).where(_IN_STREAM, _IN_PAGE)
# These by ix_stream_entries_stream_id_state_revision.
_WITHDRAWN_SINCE = _withdrawn().where(_SINCE).limit(window.MAX_TOMBSTONES + 1)
_SINCE_IN = select(_entries.article_id).where(
    _IN_STREAM, _SINCE, _entries.state == bindparam("state")
)


def current(connection: Connection, stream_id: int, open_page: int) -> Contents:
    """Contents of a stream's current document: its window, and its open archive page.

    Together with the full pages that is every article, in any order of arrival.
    """
    if open_page == 1:
        return _single_pages(connection, [stream_id])[stream_id]
    newest = [Shown(*row) for row in _rows(connection, _NEWEST, stream_id)]
    count = window.length([(row.published_at, row.html_bytes) for row in newest])
    shown = {row.article_id: row for row in newest[:count]}
    for row in page(connection, stream_id, open_page).shown:
        shown.setdefault(row.article_id, row)
    ordered = sorted(shown.values(), key=_age, reverse=True)
    newest_revision = max((row.revision for row in ordered), default=0)
    since = window.tombstones_since(newest_revision)
    return bounded(
        Contents(tuple(ordered), _withdrawn_since(connection, stream_id, since))
    )


def _single_pages(
    connection: Connection, stream_ids: Sequence[int]
) -> dict[int, Contents]:
    """Contents of streams with a single page, which most are, in one read."""
    rows = connection.execute(_WHOLE, {"stream_ids": list(stream_ids)})
    found = _by_stream(rows, stream_ids)
    return {id_: bounded(contents) for id_, contents in found.items()}


def currents(
    connection: Connection, open_pages: Mapping[int, int]
) -> dict[int, Contents]:
    """Contents of the current documents of several streams.

    Args:
        open_pages: the open archive page by stream id.
    """
    single = [id_ for id_, open_page in open_pages.items() if open_page == 1]
    found = _single_pages(connection, single)
    for id_, open_page in open_pages.items():
        if id_ not in found:
            found[id_] = current(connection, id_, open_page)
    return found


def bounded(contents: Contents) -> Contents:
    """A current document's contents with as many tombstones as it tells."""
    newest = max(
        [
            *(row.revision for row in contents.shown),
            *(revision for _, revision in contents.tombstones[:1]),
        ],
        default=0,
    )
    since = window.tombstones_since(newest)
    told = [item for item in contents.tombstones if item[1] > since]
    return replace(contents, tombstones=tuple(told[: window.MAX_TOMBSTONES]))


def page(connection: Connection, stream_id: int, number: int) -> Contents:
    """Contents of a page of a stream's archive; its members stay with it for good."""
    rows = _rows(connection, _PAGE, stream_id, page=number)
    return _by_stream(rows, [stream_id])[stream_id]


def among(
    connection: Connection, stream_id: int, article_ids: Sequence[int]
) -> tuple[Shown, ...]:
    """Facts of some articles that a stream shows, newest first."""
    values = {"stream_id": stream_id, "ids": list(article_ids)}
    rows = connection.execute(_AMONG, values)
    return _by_stream(rows, [stream_id])[stream_id].shown


def page_revision(connection: Connection, stream_id: int, number: int) -> int | None:
    """Revision of a page's last change, including members that left it."""
    rows = _rows(connection, _PAGE_REVISIONS, stream_id, page=number)
    return max((revision for (revision,) in rows), default=None)


def since(
    connection: Connection, stream_id: int, known: Contents, revision: int
) -> Contents | None:
    """Contents that changed in a document, or came into it, since a revision.

    None if it cannot be told: an article left the stream without being retracted; one
    that the document does not show changed, as when more arrived than it holds; or more
    were retracted than a document lists.

    Args:
        known: what the document holds now.
    """
    held = {row.article_id for row in known.shown}
    if _ids_since(connection, stream_id, revision, EntryState.LEFT, limit=1):
        return None
    # One more than it holds: if found, there is one that the document does not show.
    changed = _ids_since(
        connection, stream_id, revision, EntryState.SHOWN, limit=len(held) + 1
    )
    if not held.issuperset(changed):
        return None
    tombstones = _withdrawn_since(connection, stream_id, revision)
    if len(tombstones) > window.MAX_TOMBSTONES:
        return None
    told = (row for row in known.shown if max(row.revision, row.entered) > revision)
    return Contents(tuple(told), tombstones)


def _ids_since(
    connection: Connection,
    stream_id: int,
    revision: int,
    state: EntryState,
    *,
    limit: int,
) -> set[int]:
    """Articles of a stream that came to a state, or changed in it, since a revision."""
    values = {"stream_id": stream_id, "since": revision, "state": state}
    return set(connection.execute(_SINCE_IN.limit(limit), values).scalars())


def _rows(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    stream_id: int,
    **values: int,
) -> Iterable[Any]:
    return connection.execute(query, {"stream_id": stream_id, **values})


def _withdrawn_since(
    connection: Connection, stream_id: int, revision: int
) -> tuple[tuple[Tombstone, int], ...]:
    """One more than a document tells at most, latest first."""
    rows = _rows(connection, _WITHDRAWN_SINCE, stream_id, since=revision)
    return tuple((Tombstone(entry_id, at), moved) for entry_id, at, moved in rows)


def _by_stream(rows: Iterable[Any], stream_ids: Iterable[int]) -> dict[int, Contents]:
    """Contents of each stream, from rows of `_ENTRIES`."""
    shown: dict[int, list[Shown]] = {id_: [] for id_ in stream_ids}
    gone: dict[int, list[tuple[int, int, Tombstone]]] = {id_: [] for id_ in shown}
    for id_, *row, state, entry_id, withdrawn_at in rows:
        known = Shown(*row)
        if state == EntryState.SHOWN:
            shown[id_].append(known)
        elif state == EntryState.WITHDRAWN:
            tombstone = Tombstone(entry_id, withdrawn_at)
            gone[id_].append((known.revision, known.article_id, tombstone))
    return {
        id_: Contents(
            tuple(sorted(shown[id_], key=_age, reverse=True)),
            tuple((item[2], item[0]) for item in sorted(gone[id_], reverse=True)),
        )
        for id_ in shown
    }


def _age(row: Shown) -> tuple[datetime, int]:
    return row.published_at, row.article_id
