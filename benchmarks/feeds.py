"""Feeds over HTTP, beside a bare WSGI callable that sends the same bytes.

The store is made by the real import. Server, yardstick and client are processes of their
own; the servers take turns of a second, so that what else the machine does slows both.
"""

import pickle
import random
import re
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import processes, render
from benchmarks.archive_generator import write_archive
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
_POLLED = 2_000  # requests at random before memory is read
_COLD = 40  # pages of the site's archive, 50 entries each, rendered for the first time
_KINDS = {"200": "", "200, gzip": "Accept-Encoding: gzip", "304": "If-None-Match: {}"}


def measure(posts: int) -> tuple[Result, ...]:
    """Measure hot feeds, cold ones, and the memory of a server that was polled."""
    with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as name:
        folder = Path(name)
        write_archive(folder / "archive", posts)
        processes.run(folder, "feedsvc", "db", "upgrade")
        processes.run(folder, "feedsvc", "import", "archive")
        serve = ("feedsvc", "serve", "--processes", "1", "--port")
        with processes.serving(folder, *serve) as (port, pid):
            paths = _feeds(port)
            hot = tuple(_hot(folder, port, paths[1], kind) for kind in _KINDS)
            _poll(port, paths)
            memory_mib = _peak_mib(pid)
        return (
            *hot,
            _cold(folder),
            Result(
                f"memory after polling feeds of {posts:,} articles",
                f"{memory_mib:.0f} MiB",
                "under 150 MiB",
            ),
        )


def _feeds(port: int) -> list[str]:
    """Paths of every Atom feed, the whole site's first."""
    listed = _get(port, "/opml.xml")[2].decode()
    return re.findall(r'xmlUrl="http://[^/]+(/[^"]+)"', listed)


def _hot(folder: Path, port: int, path: str, kind: str) -> Result:
    """Rate of one answer that is kept, as a share of the yardstick's."""
    header = _KINDS[kind].format(_get(port, path)[1]["ETag"])
    name, _, value = header.partition(": ")
    status, headers, body = _get(port, path, **({name: value} if name else {}))
    kept = [item for item in headers.items() if item[0] not in {"Date", "Server"}]
    # Waitress closes the connection on a 304, which `serve` mends: the yardstick sends the
    # same headers with a status that leaves it open.
    kept += [] if body else [("Content-Length", "0")]
    answer = ("200 OK", kept, body)
    (folder / "answers").write_bytes(
        pickle.dumps({(path, value or None): answer, None: answer})
    )
    (folder / "targets").write_text(f"{path}\t{header}\n" * 8, encoding="ascii")
    with processes.serving(folder, "benchmarks.bare_server", "answers") as (bare, _):
        asked = (f"{port},{bare}", str(2 * _SECONDS), f"{status},200", "targets")
        said = processes.run(folder, "benchmarks.http_client", *asked)
    ours, theirs = ([float(n) for n in line.split()] for line in said.splitlines())
    shares = [mine / bare for mine, bare in zip(ours[1:], theirs[1:], strict=True)]
    goal = "1.00" if kind == "304" else "0.90"
    return Result(
        f"hot feed, {kind}, {len(body):,} bytes",
        f"{median(shares):.2f} x; {median(ours[1:]):,.0f}/s, p99 {ours[0]:.1f} ms",
        f"{goal} of a bare callable; {median(theirs[1:]):,.0f}/s",
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
        "cold feed of 50 entries, SQL and gzip included",
        f"{sum(ours) / sum(theirs):.2f} x; {1_000 * median(ours):.1f} ms",
        f"1.3 or less; feedgen alone {1_000 * median(theirs):.1f} ms",
    )


def _articles(database: Database, stream: Stream, page: int) -> list[Article]:
    """The articles of one page of a stream's archive."""
    with database.read() as snapshot:
        contents = windows.page(snapshot, stream.id, page)
        return articles.by_ids(snapshot, [row.article_id for row in contents.shown])


def _poll(port: int, paths: list[str]) -> None:
    """Ask for feeds at random, as many readers do, in every format."""
    asked = random.Random(1)
    for _ in range(_POLLED):
        format_ = asked.choice(tuple(Format))
        path = asked.choice(paths).replace(Format.ATOM, format_)
        _get(port, path, **{"Accept-Encoding": "gzip"})


def _get(port: int, path: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()


def _peak_mib(pid: int) -> float:
    """Most memory that a process has had; Linux alone says."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started
