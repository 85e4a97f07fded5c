"""Walking a whole archive back by feed (RFC 5005 §4), as a reader that has just subscribed.

One category, imported by the real command in batches with dates spread over ten years.
Each page is requested once, so none comes from the cache.
"""

import gzip
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient
from lxml import etree

from benchmarks.processes import run_feedsvc
from benchmarks.result import Result
from feedsvc.compose.base import open_database
from feedsvc.compose.site import create_app
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.settings import Settings
from feedsvc.store.articles.articles import by_ids
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import streams, windows

ARTICLES = 100_000
_BATCHES = 4
_CATEGORY = "jiuwen"
_START = datetime(2014, 1, 1, tzinfo=timezone(timedelta(hours=8)))
_EVERY = timedelta(minutes=53)
_REPEATS = 30
_COMPARED = 100  # pages at each end and in the middle
_ATOM = "{http://www.w3.org/2005/Atom}"


def measure(articles: int = ARTICLES) -> tuple[Result, ...]:
    """Cost of a page at the start, in the middle and at the end of the walk."""
    with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as folder:
        work = Path(folder)
        _import(work, articles)
        settings = Settings(database_url=f"sqlite:///{work / 'feedsvc.db'}")
        client = create_app(settings, open_database(settings)).test_client()
        costs = []
        seen: list[str] = []
        for cost_ms, ids in _walk(client, f"/categories/{_CATEGORY}/atom.xml"):
            costs.append(cost_ms)
            seen += ids
        _assert_complete(work, seen, articles)
        apart = _apart(settings)
    return (*_describe(costs, articles), *apart)


def _apart(settings: Settings) -> tuple[Result, ...]:
    """Cost of a cold edition beside its rendering: reading the rows, and gzip."""
    database = Database(settings.database_url)
    ref = StreamRef(StreamKind.CATEGORY, _CATEGORY)
    with database.read() as snapshot:
        stream = streams.get(snapshot, ref)

    def read() -> None:
        with database.read() as snapshot:
            held = windows.current(snapshot, stream.id, stream.open_page)
            by_ids(snapshot, [row.article_id for row in held.shown])

    client = create_app(settings, open_database(settings)).test_client()
    body = client.get(f"/categories/{_CATEGORY}/atom.xml").data
    database.dispose()
    return (
        Result(what="SQL of a current document", ours=_median_ms(read), unit="ms"),
        Result(
            what=f"gzip of it, {len(body) // 1024} KiB",
            ours=_median_ms(lambda: gzip.compress(body, 6)),
            unit="ms",
        ),
    )


def _median_ms(work: Callable[[], object]) -> float:
    costs = []
    for _ in range(_REPEATS):
        started = time.perf_counter()
        work()
        costs.append(1000 * (time.perf_counter() - started))
    return median(costs)


def _import(work: Path, articles: int) -> None:
    run_feedsvc(work, "db", "upgrade")
    order = list(range(articles))
    random.Random(1).shuffle(order)
    size = -(-articles // _BATCHES)
    for start in range(0, articles, size):
        archive = work / f"archive{start}"
        _write(archive, range(start, start + size), order[start : start + size])
        run_feedsvc(work, "import", str(archive))


def _write(archive: Path, numbers: Sequence[int], places: Sequence[int]) -> None:
    """Posts in order of arrival, each at its place in time."""
    posts = archive / "_posts"
    posts.mkdir(parents=True)
    for number, place in zip(numbers, places, strict=False):
        text = (
            f'---\nlayout: post\ntitle: "第{number}篇"\n'
            f"date: {_START + place * _EVERY:%F %T %z}\ncategories: {_CATEGORY}\n"
            f"tags: 旧闻新闻\n---\n第{number}篇的正文，说的是第{place}件事。\n"
        )
        name = f"2014-01-01-201401010000{number:06d}.md"
        (posts / name).write_text(text, encoding="utf-8")


def _walk(client: FlaskClient, path: str) -> Iterator[tuple[float, list[str]]]:
    """Milliseconds of work and ids of each document from the current one back to the first."""
    following: str | None = path
    while following:
        started = time.process_time()
        answer = client.get(following)
        cost_ms = (time.process_time() - started) * 1000
        if answer.status_code != 200:
            raise RuntimeError(f"{following} is {answer.status}")
        root = etree.fromstring(answer.data)
        yield (
            cost_ms,
            [id_.text or "" for id_ in root.iterfind(f"{_ATOM}entry/{_ATOM}id")],
        )
        link = root.find(f"{_ATOM}link[@rel='prev-archive']")
        following = None if link is None else link.get("href")


def _assert_complete(work: Path, seen: list[str], articles: int) -> None:
    """Every id was there; pages never repeat one, and the current document may."""
    with closing(sqlite3.connect(work / "feedsvc.db")) as connection:
        stored = {id_ for (id_,) in connection.execute("SELECT entry_id FROM articles")}
    if set(seen) != stored or len(stored) != articles:
        raise RuntimeError(f"{len(set(seen))} of {len(stored)} articles were reached")


def _describe(costs: list[float], articles: int) -> tuple[Result, ...]:
    pages = costs[1:]
    half = len(pages) // 2
    first, middle, last = (
        median(part)
        for part in (
            pages[:_COMPARED], pages[half : half + _COMPARED], pages[-_COMPARED:]
        )
    )  # fmt: skip
    name = f"walk over {articles:,} articles, {len(pages):,} pages"
    return tuple(
        Result(
            what=f"{name}: the {place}",
            ours=cost_ms,
            unit="ms",
            against="the first",
            theirs=first,
            ratio=cost_ms / first,
            goal="1",
        )
        for place, cost_ms in (("middle", middle), ("last", last))
    )
