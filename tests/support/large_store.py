"""A store of many articles, written with bulk statements: for how queries go about it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Table, func, insert, literal, select, update

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
)
from feedsvc.store.search import blocks, documents, postings
from tests.support.trees import code
from tests.support.trees import name as file_name

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_PAGE = 50
_EVERY = timedelta(minutes=20)
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


def _note_events(connection: Connection) -> None:
    """An event of each article."""
    stored = select(
        articles.c.id, articles.c.published_at, literal("stored"), literal("import"),
        literal(""),
    )  # fmt: skip
    noted = ["article_id", "at", "deed", "by", "note"]
    connection.execute(insert(article_events).from_select(noted, stored))


def fill(
    connection: Connection, *, count: int, groups: int = 200, outlets: int = 40
) -> None:
    """Fill an empty, migrated database.

    Every article stands in the site's stream, in one of `groups` categories and one of
    `outlets` sources, and has two addresses, two credits, an event and a file; one of
    twenty has a picture.
    """
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
    numbers = range(1, count + 1)
    _insert(connection, articles, (_article(n, groups) for n in numbers))
    _note_events(connection)
    _insert(
        connection, attributions, (row for n in numbers for row in _credits(n, outlets))
    )
    _insert(
        connection,
        stream_entries,
        (
            _entry(n, stream_id, place // _PAGE + 1)
            for n in numbers
            for stream_id, place in (
                (site_id, n),
                (100 + n % groups, n // groups),
                (100 + groups + n % outlets, n // outlets),
            )
        ),
    )
    _insert(
        connection,
        addresses,
        (
            {"path": f"/old/{n}.html", "article_id": n, "stream_id": None}
            for n in numbers
        ),
    )
    _insert(connection, archives, [{"name": "old", "root": None, "imported_at": FIRST}])
    _insert(connection, imported_files, (_file(n, groups) for n in numbers))
    _fill_index(connection, count)
    for table, row in _MEDIA.items():
        _insert(connection, table, (row(n) for n in numbers[: count // 20]))
    connection.execute(
        update(streams)
        .where(streams.c.id == site_id)
        .values(revision=count, page=count // _PAGE + 1)
    )
    connection.execute(update(site).values(revision=count))
    _set_sequences(connection)


def _set_sequences(connection: Connection) -> None:
    """Let PostgreSQL count on behind the rows."""
    if connection.dialect.name == "postgresql":
        for table in (articles, categories, search_blocks, sources, streams):
            last = select(func.max(table.c.id)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(sequence, last)))


def _insert(
    connection: Connection, table: Table, rows: Iterable[dict[str, object]]
) -> None:
    connection.execute(insert(table), list(rows))


def _fill_index(connection: Connection, count: int) -> None:
    """Index of every article, in blocks."""
    numbers = range(1, count + 1)
    _insert(connection, search_blocks, (_block(n) for n in range(count // _BLOCK)))
    _insert(connection, search_documents, (_document(n) for n in numbers))
    _insert(connection, search_postings, _postings(count // _BLOCK))


def _block(number: int) -> dict[str, object]:
    first = number * _BLOCK + 1
    places = [Place(FIRST + n * _EVERY, n) for n in range(first, first + _BLOCK)]
    return {"id": number + 1, **blocks.row_of(places)}


def _document(number: int) -> dict[str, object]:
    return {
        "article_id": number,
        "block": (number - 1) // _BLOCK + 1,
        "place": (number - 1) % _BLOCK,
        "published_at": FIRST + number * _EVERY,
        "text": _SEARCHED,
    }


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


def _credits(number: int, outlets: int) -> Iterable[dict[str, object]]:
    outlet = number % outlets + 1
    for position, (role, name, source_id) in enumerate(
        (
            ("publisher", f"江港{outlet}报", outlet),
            ("author", f"周{number % 3000}", None),
        )
    ):
        yield {
            "article_id": number,
            "position": position,
            "role": role,
            "name": name,
            "raw": name,
            "rule": "source-line",
            "source_id": source_id,
        }


def _entry(number: int, stream_id: int, page: int) -> dict[str, object]:
    return {
        "stream_id": stream_id,
        "article_id": number,
        "page": page,
        "published_at": FIRST + number * _EVERY,
        "revision": number,
        "entered": 0,
        "state": "withdrawn" if number % 500 == 0 else "shown",
    }


def _file(number: int, groups: int) -> dict[str, object]:
    return {
        "archive": "old",
        "path": f"_posts/{number}.html",
        "size": 10,
        "mtime_ns": 1,
        "hash": b"x",
        "outcome": "rejected" if number % 700 == 0 else "new",
        "info_code": code(number),
        "category_id": number % groups + 1,
        "is_complete": True,
        "is_html": True,
        "arrival": 1,
    }
