"""Feeds over HTTP, beside a bare WSGI callable that sends the same bytes.

The store is made by the real import. Server, yardstick and client are processes of their
own; the servers take turns of a second, so that what else the machine does slows both.
"""

import pickle
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import processes, render
from benchmarks.asking import ask, compared, feeds, get, poll
from benchmarks.result import Result
from feedsvc.compose.base import open_database
from feedsvc.compose.site import create_app
from feedsvc.model.article import Article
from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.stream import SITE, Stream
from feedsvc.settings import Settings
from feedsvc.store.articles import articles
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import streams, windows

_SECONDS = 10.0
_COLD = 40  # pages of the site's archive, 50 entries each, rendered for the first time
_KINDS = {"200": "", "200, gzip": "Accept-Encoding: gzip", "304": "If-None-Match: {}"}


def measure(posts: int) -> tuple[Result, ...]:
    """Measure hot feeds, cold ones, and the memory of a server that was polled."""
    with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as name:
        folder = Path(name)
        processes.make_store(folder, posts)
        serve = ("feedsvc", "serve", "--processes", "1", "--port")
        with processes.serving(folder, *serve) as (port, pid):
            path = feeds(port)[1]
            hot = tuple(_hot(folder, port, path, kind) for kind in _KINDS)
            poll(port)
            memory_mib = processes.peak_mib(pid)
        return (
            *hot,
            _cold(folder),
            Result(
                what=f"memory after polling feeds of {posts:,} articles",
                ours=memory_mib,
                unit="MiB",
                goal="under 150",
            ),
        )


def _hot(folder: Path, port: int, path: str, kind: str) -> Result:
    """Rate of one answer that is kept, as a share of the yardstick's."""
    header = _KINDS[kind].format(get(port, path)[1]["ETag"])
    name, _, value = header.partition(": ")
    status, headers, body = get(port, path, **({name: value} if name else {}))
    kept = [item for item in headers.items() if item[0] not in {"Date", "Server"}]
    # Waitress closes the connection on a 304, which `serve` mends: the yardstick sends the
    # same headers with a status that leaves it open.
    kept += [] if body else [("Content-Length", "0")]
    answer = ("200 OK", kept, body)
    (folder / "answers").write_bytes(
        pickle.dumps({(path, value or None): answer, None: answer})
    )
    (folder / "targets").write_text(f"{path}\t{header}\n", encoding="ascii")
    with processes.serving(folder, "benchmarks.bare_server", "answers") as (bare, _):
        both = ask(
            folder,
            (port, bare),
            _SECONDS,
            statuses=(str(status), "200"),
            files=["targets"],
        )
    return compared(
        f"hot feed, {kind}, {len(body):,} bytes",
        *both,
        against="a bare callable",
        goal="at least 1.00" if kind == "304" else "at least 0.90",
    )


def _cold(folder: Path) -> Result:
    """Time of feeds that are not kept, SQL included, as a multiple of feedgen's alone."""
    settings = Settings(database_url=f"sqlite:///{folder / 'feedsvc.db'}")
    database = open_database(settings)
    syndication = create_app(settings, database).extensions["feedsvc"].syndication
    with database.read() as snapshot:
        site = streams.get(snapshot, SITE)
    ours, theirs = [], []
    for page in range(1, min(_COLD, site.open_page)):
        document = Document((SITE,), Format.ATOM, page)
        ours.append(_seconds(syndication.current(document).edition))
        entries = _articles(database, site, page)
        feed = syndication.publication.feed(document, [site], entries, ())
        theirs.append(_seconds(partial(render.feedgen_alone, feed, Format.ATOM)))
    database.dispose()
    return Result(
        what="cold feed of 50 entries, SQL and gzip included",
        ours=1_000 * median(ours),
        unit="ms",
        against="feedgen alone",
        theirs=1_000 * median(theirs),
        ratio=sum(ours) / sum(theirs),
        goal="at most 1.3",
    )


def _articles(database: Database, stream: Stream, page: int) -> list[Article]:
    """The articles of one page of a stream's archive."""
    with database.read() as snapshot:
        contents = windows.page(snapshot, stream.id, page)
        return articles.by_ids(snapshot, [row.article_id for row in contents.shown])


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started
