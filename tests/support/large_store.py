"""A store of many articles, written with bulk statements: for how queries go about it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    String,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    null,
    select,
    true,
    update,
)

from feedsvc.content.draft import RULES_VERSION
from feedsvc.model.search import Place
from feedsvc.store.database.tables import (
    addresses,
    archives,
    article_events,
    article_media,
    articles,
    attributions,
    categories,
    imported_files,
    imported_media,
    intents,
    media,
    media_chunks,
    media_paths,
    search_blocks,
    search_documents,
    search_postings,
    site,
    sources,
    stream_entries,
    streams,
    subscriptions,
    topic_streams,
    topics,
)
from feedsvc.store.search import blocks, documents, postings
from tests.support.trees import code
from tests.support.trees import name as file_name

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_PAGE = 50
_EVERY = timedelta(minutes=20)
_LONG_AFTER = FIRST + timedelta(days=9_999)
_BLOCK = 1_000
_BUCKETS = 100
_SEARCHED = documents.packed("正文\n\t\t\n\t\t\n\t\t\n\n正文")


def _digest(number: int) -> bytes:
    return number.to_bytes(32, "big")


def _medium(number: int) -> dict[str, object]:
    return {"digest": _digest(number), "media_type": "image/png", "size": 1}


def _chunk(number: int) -> dict[str, object]:
    return {"digest": _digest(number), "position": 0, "body": b"x"}


def _use(number: int) -> dict[str, object]:
    return {"article_id": number, "digest": _digest(number)}


def _media_path(number: int) -> dict[str, object]:
    return {"path": f"/img/{number}.png", "digest": _digest(number), "name": "a.png"}


def _imported_medium(number: int) -> dict[str, object]:
    return {
        "archive": "old",
        "post": file_name(number),
        "path": f"img/{number}.png",
        "size": 1,
        "mtime_ns": 1,
        "digest": _digest(number),
    }


_MEDIA = {
    media: _medium,
    media_chunks: _chunk,
    article_media: _use,
    media_paths: _media_path,
    imported_media: _imported_medium,
}


def _subscribe(connection: Connection, count: int, groups: int) -> None:
    """A topic of one stream, a subscription to it and an intent for each number.

    Their keys are no document's, so that those of documents are still to be had.
    """
    numbers = range(1, count + 1)
    _insert(connection, topics, ({"id": n, "key": f"large {n}"} for n in numbers))
    _insert(connection, topic_streams, (_shown(n, groups) for n in numbers))
    _insert(connection, subscriptions, (_subscription(n) for n in numbers))
    _insert(connection, intents, (_intent(n) for n in numbers))


def _shown(topic: int, groups: int) -> dict[str, object]:
    return {"topic_id": topic, "stream_id": 100 + topic % groups + 1}


def _subscription(number: int) -> dict[str, object]:
    return {
        "id": number,
        "topic_id": number,
        "callback_digest": _digest(number),
        "subscribed_at": FIRST,
        "lease_until": _LONG_AFTER,
        "since": 1,
        "topic_url": "https://news.test/atom.xml",
        "callback": f"https://reader{number}.test/",
        "host": "reader.test",
    }


def _intent(number: int) -> dict[str, object]:
    row = _subscription(number)
    del row["subscribed_at"], row["lease_until"]
    return {
        **row,
        "mode": "subscribe",
        "host": f"reader{number}.test",
        "asked_at": FIRST,
        "due_at": _LONG_AFTER,
        "lease_s": 864_000,
    }


def _note_events(connection: Connection) -> None:
    """An event of each article."""
    _copy(
        connection,
        article_events,
        article_id=articles.c.id,
        at=articles.c.published_at,
        deed=literal("stored"),
        by=literal("import"),
        note=literal(""),
    )


def _note_addresses(connection: Connection) -> None:
    """A second address of each article."""
    _copy(
        connection,
        addresses,
        path=_named("/old/", articles.c.id, ".html"),
        article_id=articles.c.id,
    )


def _note_files(connection: Connection) -> None:
    """The file that each article came from."""
    _insert(connection, archives, [{"name": "old", "root": None, "imported_at": FIRST}])
    is_rejected = articles.c.id % 700 == 0
    _copy(
        connection,
        imported_files,
        archive=literal("old"),
        path=_named("_posts/", articles.c.id, ".html"),
        size=literal(10),
        mtime_ns=literal(1),
        hash=literal(b"x", LargeBinary),
        outcome=case((is_rejected, "rejected"), else_="new"),
        info_code=articles.c.info_code,
        category_id=articles.c.category_id,
        is_complete=true(),
        is_html=true(),
        arrival=literal(1),
    )


def _credit(connection: Connection, outlets: int) -> None:
    """A publisher, which is a source, and an author of each article."""
    outlet = articles.c.id % outlets + 1
    credited: tuple[tuple[str, ColumnElement[str], ColumnElement[Any]], ...] = (
        ("publisher", _named("江港", outlet, "报"), outlet),
        ("author", _named("周", articles.c.id % 3000, ""), null()),
    )
    for position, (role, name, source_id) in enumerate(credited):
        _copy(
            connection,
            attributions,
            article_id=articles.c.id,
            position=literal(position),
            role=literal(role),
            name=name,
            raw=name,
            rule=literal("source-line"),
            source_id=source_id,
        )


def _named(before: str, number: ColumnElement[int], after: str) -> ColumnElement[str]:
    return literal(before).concat(cast(number, String)).concat(literal(after))


def _open_streams(connection: Connection, count: int, groups: int, outlets: int) -> int:
    """Write categories, sources and their streams; return the id of the site's."""
    columns = [column.name for column in streams.c]
    [site_row] = connection.execute(streams.select()).all()
    site_id = dict(zip(columns, site_row, strict=True))["id"]
    _insert(connection, categories, (_category(n) for n in range(1, groups + 1)))
    _insert(connection, sources, (_source(n) for n in range(1, outlets + 1)))
    owners = [("category", n) for n in range(1, groups + 1)]
    owners += [("source", n) for n in range(1, outlets + 1)]
    pages = {"category": count // groups // _PAGE, "source": count // outlets // _PAGE}
    _insert(
        connection,
        streams,
        (
            _stream(100 + n, kind, owner, pages[kind] + 1)
            for n, (kind, owner) in enumerate(owners)
        ),
    )
    return int(site_id)


def fill(
    connection: Connection, *, count: int, groups: int = 200, outlets: int = 40
) -> None:
    """Fill an empty, migrated database.

    Every article stands in the site's stream, in one of `groups` categories and one of
    `outlets` sources, and has two addresses, two credits, an event and a file; one of
    twenty has a picture.
    """
    site_id = _open_streams(connection, count, groups, outlets)
    numbers = range(1, count + 1)
    _insert(connection, articles, (_article(n, groups) for n in numbers))
    _note_events(connection)
    _note_addresses(connection)
    _credit(connection, outlets)
    number = articles.c.id
    _enter(connection, literal(site_id), number)
    _enter(connection, 100 + number % groups, number // groups)
    _enter(connection, 100 + groups + number % outlets, number // outlets)
    _note_files(connection)
    _fill_index(connection, count)
    _subscribe(connection, count, groups)
    for table, row in _MEDIA.items():
        _insert(connection, table, (row(n) for n in numbers[: count // 20]))
    moved = {"revision": count, "page": count // _PAGE + 1}
    connection.execute(update(streams).where(streams.c.id == site_id).values(moved))
    connection.execute(update(site).values(revision=count))
    _set_sequences(connection)


def _set_sequences(connection: Connection) -> None:
    """Let PostgreSQL count on behind the rows."""
    if connection.dialect.name == "postgresql":
        for table in (
            articles, categories, intents, search_blocks, sources, streams,
            subscriptions, topics,
        ):  # fmt: skip
            last = select(func.max(table.c.id)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(sequence, last)))


def _insert(
    connection: Connection, table: Table, rows: Iterable[dict[str, object]]
) -> None:
    connection.execute(insert(table), list(rows))


def _copy(connection: Connection, table: Table, **columns: ColumnElement[Any]) -> None:
    """Add a row for each article, made by the database: far quicker than sending it."""
    rows = select(*columns.values())
    connection.execute(insert(table).from_select(list(columns), rows))


def _enter(
    connection: Connection, stream_id: ColumnElement[int], place: ColumnElement[int]
) -> None:
    """Enter each article into a stream, at its place from the oldest."""
    is_withdrawn = articles.c.state == "retracted"
    _copy(
        connection,
        stream_entries,
        stream_id=stream_id,
        article_id=articles.c.id,
        page=place // _PAGE + 1,
        published_at=articles.c.published_at,
        revision=articles.c.revision,
        entered=literal(0),
        state=case((is_withdrawn, "withdrawn"), else_="shown"),
    )


def _fill_index(connection: Connection, count: int) -> None:
    """Index of every article, in blocks."""
    _insert(connection, search_blocks, (_block(n) for n in range(count // _BLOCK)))
    _copy(
        connection,
        search_documents,
        article_id=articles.c.id,
        block=(articles.c.id - 1) // _BLOCK + 1,
        place=(articles.c.id - 1) % _BLOCK,
        published_at=articles.c.published_at,
        text=literal(_SEARCHED, LargeBinary),
    )
    _insert(connection, search_postings, _postings(count // _BLOCK))


def _block(number: int) -> dict[str, object]:
    first = number * _BLOCK + 1
    places = [Place(FIRST + n * _EVERY, n) for n in range(first, first + _BLOCK)]
    return {"id": number + 1, **blocks.row_of(places)}


def _postings(count: int) -> Iterable[dict[str, object]]:
    body = postings.pack({"正文": range(_BLOCK)})
    for bucket in ("正", *(f"{n:02}" for n in range(1, _BUCKETS))):
        for block in range(1, count + 1):
            yield {"bucket": bucket, "block": block, "body": body}


def _category(number: int) -> dict[str, object]:
    name = f"lanmu{number}"
    return {
        "id": number,
        "raw": name,
        "slug": name,
        "title": f"第{number}栏",
        "titled_at": FIRST,
        "is_outlet": False,
    }


def _source(number: int) -> dict[str, object]:
    return {
        "id": number,
        "name": f"江港{number}报",
        "slug": f"jianggang{number}",
        "is_listed": True,
    }


def _stream(id_: int, kind: str, owner: int, page: int) -> dict[str, object]:
    return {
        "id": id_,
        "kind": kind,
        "category_id": owner if kind == "category" else None,
        "source_id": owner if kind == "source" else None,
        "revision": id_,
        "changed_at": FIRST,
        "window_hash": b"",
        "page": page,
        "page_entries": 1,
        "page_bytes": 100,
    }


def _article(number: int, groups: int) -> dict[str, object]:
    at = FIRST + number * _EVERY
    is_retracted = number % 500 == 0
    return {
        "id": number,
        "info_code": code(number),
        "entry_id": f"https://old.test/{number}.html",
        "permalink": f"/lanmu/{number}.html",
        "slug": f"n{number}",
        "state": "retracted" if is_retracted else "published",
        "state_at": at,
        "is_legal": False,
        "is_purged": False,
        "category_id": number % groups + 1,
        "published_at": at,
        "updated_at": at,
        "revision": number,
        "content_hash": b"",
        "rules_version": RULES_VERSION,
        "title": f"第{number}篇",
        "summary": "摘要" * 20,
        "html_bytes": 600,
        "html": "<p>" + "正文" * 90 + "</p>",
        "raw": b"",
    }
