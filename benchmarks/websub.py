"""WebSub over loopback, on SQLite: how soon subscribers are told, and who pays for them.

The subscriptions are written as the hub writes those that are confirmed.
"""

import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from benchmarks.processes import make_store, run, serving
from benchmarks.result import Result
from feedsvc.model.clock import utc_now
from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.model.subscription import Intent, Mode
from feedsvc.store.database.engine import Database
from feedsvc.store.subscriptions import subscriptions, topics

_POSTS = 500
_ROUNDS, _PUBLISHED = 5, 40  # articles of a round
TRUSTING = {"FEEDSVC_OUTBOUND__TRUSTED_NETWORKS": '["127.0.0.0/8"]'}
_PATIENCE_S = 300.0


def measure(told: int = 10_000, stored: int = 100_000) -> tuple[Result, ...]:
    """Seconds until subscribers are told, and what publishing costs beside subscriptions.

    Args:
        told: subscribers of the topic that changes.
        stored: subscriptions to a category in which nothing is published.
    """
    return (*_telling(told), _publishing(stored))


def _telling(count: int) -> tuple[Result, Result]:
    """Time from the answer to whoever published until subscribers have it."""
    with (
        _site() as folder,
        serving(folder, "benchmarks.subscriber_server") as (there, _),
    ):
        subscribe(folder, SITE, count, f"http://127.0.0.1:{there}/")
        with serving(folder, "feedsvc", "serve", "--port", **TRUSTING) as (port, _):
            time.sleep(2)  # what the import changed is marked
            Desk(folder, port).publish("TOLD-1")
            published_at = time.time()
            state = _wait_until_told(there, count)
    first, last = (state[name] - published_at for name in ("first", "last"))
    what = f"{count:,} subscribers of one feed"
    return (
        Result(what=f"{what}, the first", ours=first, unit="s", goal="under 1"),
        Result(what=f"{what}, all", ours=last, unit="s", goal="within 30"),
    )


def _publishing(count: int) -> Result:
    """Cost of an article beside subscriptions to another category, and beside none."""
    with _site() as with_many, _site() as with_none:
        subscribe(with_many, _any_category(with_many), count, "http://127.0.0.1:9/")
        command = ("feedsvc", "serve", "--port")
        with (
            serving(with_many, *command, **TRUSTING) as (one, _),
            serving(with_none, *command, **TRUSTING) as (other, _),
        ):
            desks = Desk(with_many, one), Desk(with_none, other)
            rounds = [_round(desks, number) for number in range(_ROUNDS)]
    ours, theirs = zip(*rounds, strict=True)
    return Result(
        what=f"one article beside {count:,} subscriptions to other feeds",
        ours=median(ours),
        unit="ms",
        against="none",
        theirs=median(theirs),
        ratio=median(a / b for a, b in rounds),
        goal="1.0",
    )


def _any_category(folder: Path) -> StreamRef:
    """A category of the archive, to which the desks send nothing."""
    with closing(sqlite3.connect(folder / "feedsvc.db")) as connection:
        [slug] = connection.execute("SELECT slug FROM categories LIMIT 1").fetchone()
    return StreamRef(StreamKind.CATEGORY, slug)


def _round(desks: tuple["Desk", "Desk"], number: int) -> tuple[float, float]:
    """Median milliseconds of an article at each desk, one after the other."""
    spans: tuple[list[float], list[float]] = ([], [])
    for place in range(_PUBLISHED):
        for desk, found in zip(desks, spans, strict=True):
            started = time.perf_counter()
            desk.publish(f"COST-{number}-{place}")
            found.append(1000 * (time.perf_counter() - started))
    return median(spans[0]), median(spans[1])


@contextmanager
def _site() -> Iterator[Path]:
    """A folder with a store of some posts."""
    with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as name:
        folder = Path(name)
        make_store(folder, _POSTS)
        yield folder


def subscribe(
    folder: Path, ref: StreamRef, count: int, address: str, secret: str | None = None
) -> None:
    """Subscriptions to a stream's Atom feed, whose callbacks begin with an address.

    Args:
        folder: of the database.
        ref: the stream.
        count: how many.
        address: with a number behind it, a callback.
        secret: sealed, of each.
    """
    database = Database(f"sqlite:///{folder / 'feedsvc.db'}")
    now = utc_now()
    with database.write() as connection:
        topic_id = topics.keep(connection, Document((ref,), Format.ATOM))
        revision = topics.revisions(connection, [topic_id])[topic_id]
        for number in range(count):
            confirmed = Intent(
                mode=Mode.SUBSCRIBE,
                topic_id=topic_id,
                topic_url="http://127.0.0.1/atom.xml",
                callback=f"{address}{number}",
                host="127.0.0.1",
                asked_at=now - timedelta(seconds=1),
                since=revision,
                secret=secret,
            )
            subscriptions.keep(connection, confirmed, revision=revision, now=now)
    database.dispose()


class Desk:
    """A newsroom that sends articles to a server."""

    def __init__(self, folder: Path, port: int) -> None:
        scope = ("--scope", "write:articles")
        self._token = run(folder, "feedsvc", "token", "create", *scope).strip()
        self._port = port

    def publish(self, code: str) -> None:
        """Publish an article, and wait until it is stored."""
        article = {"title": code, "body": "<p>港口</p>", "categories": ["gangkou"]}
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
        }
        with closing(HTTPConnection("127.0.0.1", self._port)) as connection:
            path = f"/api/v1/articles/{code}"
            connection.request("PUT", path, json.dumps(article), headers)
            answer = connection.getresponse()
            text = answer.read()
        if answer.status not in {200, 201}:
            raise RuntimeError(text)


def _wait_until_told(port: int, count: int) -> dict[str, float]:
    """State of the subscribers once all of them were told."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        with closing(HTTPConnection("127.0.0.1", port)) as connection:
            connection.request("GET", "/told")
            state: dict[str, float] = json.loads(connection.getresponse().read())
        if state["n"] >= count:
            return state
        if time.monotonic() > deadline:
            raise RuntimeError(f"{state['n']} of {count} were told")
        time.sleep(0.2)
