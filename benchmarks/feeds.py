"""Feeds over HTTP, beside a bare WSGI callable that sends the same bytes.

The store is made by the real import. Server, yardstick and client are processes of their
own; the servers take turns of a second, so that what else the machine does slows both.
"""

import pickle
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
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
from feedsvc.model.clock import utc_now
from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.stream import SITE, Stream
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.syndication.editions import Syndication
from feedsvc.settings import Settings
from feedsvc.store.articles import articles
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import streams, windows

_SECONDS = 10.0
_COLD = 40  # renderings of a cold feed
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
            *_cold(folder),
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


def _cold(folder: Path) -> tuple[Result, Result]:
    """Times of feeds that are not kept, SQL and gzip included, beside feedgen's alone.

    The newest articles are published again, one after the other; pages of the archive
    are asked for that nobody has read.
    """
    settings = Settings(database_url=f"sqlite:///{folder / 'feedsvc.db'}")
    database = open_database(settings)
    kept = create_app(settings, database).extensions["feedsvc"].syndication
    syndication = replace(kept, look_up_every_s=0)
    with database.read() as snapshot:
        site = streams.get(snapshot, SITE)
    results = (
        _after_a_publish(database, syndication, site),
        _never_read(database, syndication, site),
    )
    database.dispose()
    return results


def _after_a_publish(
    database: Database, syndication: Syndication, site: Stream
) -> Result:
    document = Document((SITE,), Format.ATOM)
    decisions = Decisions(database, utc_now)
    syndication.current(document).edition()
    ours, theirs = [], []
    newest = _articles(database, site, None)
    for article in newest[:_COLD]:
        decisions.retract(article.info_code, reason="", is_legal=False)
        decisions.restore(article.info_code)
        ours.append(_seconds(lambda: syndication.current(document).edition()))
        theirs.append(_feedgen(database, syndication, document, site))
    what = f"feed of {len(newest)} entries after a publish"
    return _compared(what, ours, theirs, "at most 1.3")


def _never_read(database: Database, syndication: Syndication, site: Stream) -> Result:
    ours, theirs = [], []
    for page in range(1, min(_COLD, site.open_page)):
        document = Document((SITE,), Format.ATOM, page)
        ours.append(_seconds(syndication.current(document).edition))
        theirs.append(_feedgen(database, syndication, document, site))
    return _compared("archive page that nobody has read", ours, theirs, "")


def _feedgen(
    database: Database, syndication: Syndication, document: Document, stream: Stream
) -> float:
    """Seconds that feedgen takes for the same entries."""
    entries = _articles(database, stream, document.page)
    feed = syndication.publication.feed(document, [stream], entries, ())
    return _seconds(partial(render.feedgen_alone, feed, Format.ATOM))


def _compared(
    what: str, ours: Sequence[float], theirs: Sequence[float], goal: str
) -> Result:
    return Result(
        what=f"{what}, SQL and gzip included",
        ours=1_000 * median(ours),
        unit="ms",
        against="feedgen alone",
        theirs=1_000 * median(theirs),
        ratio=sum(ours) / sum(theirs),
        goal=goal,
    )


def _articles(database: Database, stream: Stream, page: int | None) -> list[Article]:
    """The articles of a stream's current document, or of a page of its archive."""
    with database.read() as snapshot:
        contents = (
            windows.current(snapshot, stream.id, stream.open_page)
            if page is None
            else windows.page(snapshot, stream.id, page)
        )
        return articles.by_ids(snapshot, [row.article_id for row in contents.shown])


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started
