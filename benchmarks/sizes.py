"""Costs at a size: the same requests of a small store and of a large one, side by side.

Both stores are made by the real import. One pair of servers keeps nothing, so that every
request is cold; another keeps what it does by default, for share links and for memory.
"""

import random
import re
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, median

from benchmarks.archive_generator import write_posts
from benchmarks.asking import ask, compared, get, poll
from benchmarks.processes import Command, make_store, peak_mib, run_feedsvc, serving
from benchmarks.result import Result

SMALL = 10_000
BESIDE = f"{SMALL:,} articles"
_SECONDS = 6.0
_TARGETS = 1_000  # different ones of a kind
_WEIGHED = 6  # of them, to know how much they list
_HOT = 20  # share links that everybody follows
_RANDOM = 40_000  # share links that hardly anybody has followed
_NEW = 100  # posts of an import
_IMPORTS = 5
_SERVE = ("feedsvc", "serve", "--processes", "1", "--port")
_KEEP_NOTHING = {"FEEDSVC_FEEDS__CACHE_BYTES": "0"}


@dataclass(frozen=True, slots=True)
class _Store:
    """A store of articles, and the import that made it."""

    folder: Path
    articles: int
    made_by: Command

    def published(self, column: str, limit: int) -> list[str]:
        """A column of articles chosen at random."""
        with closing(sqlite3.connect(self.folder / "feedsvc.db")) as connection:
            query = f"SELECT {column} FROM articles WHERE state = 'published'"  # noqa: S608
            found = [value for (value,) in connection.execute(query)]
        return random.Random(1).sample(found, min(limit, len(found)))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of request.

    Attributes:
        targets: paths to ask for, of a store whose server listens at a port.
        listed: the mark of an item, where answers list more or fewer; the ratio is then
            that of the costs of one item.
    """

    what: str
    targets: Callable[[_Store, int], list[str]]
    status: str = "200"
    listed: bytes | None = None


def measure(size: int) -> tuple[Result, ...]:
    """Measure a store of so many articles beside one of 10,000."""
    with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as name:
        large = _make(Path(name) / "large", size)
        small = _make(Path(name) / "small", SMALL)
        found = (*_cold(large, small), *_kept(large), *_importing(large, small))
    return tuple(replace(result, size=size) for result in found)


def _make(folder: Path, articles: int) -> _Store:
    folder.mkdir()
    return _Store(folder, articles, make_store(folder, articles))


def _cold(large: _Store, small: _Store) -> tuple[Result, ...]:
    """Measure what servers answer that keep nothing."""
    with (
        serving(large.folder, *_SERVE, **_KEEP_NOTHING) as (large_port, _),
        serving(small.folder, *_SERVE, **_KEEP_NOTHING) as (small_port, _),
    ):
        pair = ((large, large_port), (small, small_port))
        return tuple(_cost(kind, pair) for kind in _KINDS)


def _cost(kind: _Kind, pair: tuple[tuple[_Store, int], ...]) -> Result:
    """Cost of a kind of request in the large store, as a multiple of the small one's."""
    folder = pair[0][0].folder.parent
    items = []
    for store, port in pair:
        targets = kind.targets(store, port)
        (folder / f"{store.folder.name}.txt").write_text("\n".join(targets))
        items.append(_items(kind, targets, port))
    ours, theirs = ask(
        folder,
        [port for _, port in pair],
        _SECONDS,
        statuses=[kind.status],
        files=["large.txt", "small.txt"],
    )
    return Result(
        what=kind.what,
        ours=1_000 / ours.rate,
        unit="ms",
        against=BESIDE,
        theirs=1_000 / theirs.rate,
        ratio=items[1] / items[0] / ours.share_of(theirs),
        goal="at most 1.2",
        p50_ms=ours.p50_ms,
        p99_ms=ours.p99_ms,
    )


def _items(kind: _Kind, targets: list[str], port: int) -> float:
    """Number of items that an answer lists on average; 1 where it is always the same."""
    if kind.listed is None:
        return 1.0
    return mean(get(port, path)[2].count(kind.listed) for path in targets[:_WEIGHED])


def _kept(large: _Store) -> tuple[Result, ...]:
    """Measure share links beside a callable that knows its answer, and the memory after."""
    codes = large.published("info_code", _RANDOM)
    kinds = (("hot", codes[:_HOT], "0.80"), ("random", codes, "0.60"))
    with (
        serving(large.folder, *_SERVE) as (port, pid),
        serving(large.folder, "benchmarks.redirect_server", "bare") as (bare, _),
    ):
        found = []
        for name, chosen, share in kinds:
            (large.folder / "codes.txt").write_text("\n".join(map(_share_link, chosen)))
            both = ask(
                large.folder,
                (port, bare),
                _SECONDS,
                statuses=["301"],
                files=["codes.txt"],
            )
            what = f"known share link, {name}"
            goal = f"at least {share}"
            found.append(compared(what, *both, against="a bare callable", goal=goal))
        poll(port)
        memory = Result(
            what="memory after share links and feeds at random",
            ours=peak_mib(pid),
            unit="MiB",
            goal="under 150",
        )
    return (*found, memory)


def _importing(large: _Store, small: _Store) -> tuple[Result, ...]:
    """Measure the first import, and imports of new posts."""
    ours, theirs = [], []
    for turn in range(_IMPORTS):
        ours.append(_new_posts_s(large, turn))
        theirs.append(_new_posts_s(small, turn))
    first_ms = [
        1_000 * store.made_by.seconds / store.articles for store in (large, small)
    ]
    return (
        Result(
            what=f"import of {_NEW} new posts",
            ours=1_000 * median(ours),
            unit="ms",
            against=BESIDE,
            theirs=1_000 * median(theirs),
            ratio=median(ours) / median(theirs),
            goal="at most 1.3",
        ),
        Result(
            what="first import, each post",
            ours=first_ms[0],
            unit="ms",
            against=BESIDE,
            theirs=first_ms[1],
            ratio=first_ms[0] / first_ms[1],
            memory_mib=large.made_by.largest_mib,
        ),
    )


def _new_posts_s(store: _Store, turn: int) -> float:
    """Seconds of an import of new posts, less those of the same when nothing is new."""
    name = f"new-{turn}"
    first = store.articles + turn * _NEW
    write_posts(store.folder / name, range(first, first + _NEW))
    new, again = (run_feedsvc(store.folder, "import", name).seconds for _ in range(2))
    return new - again


def _feeds(_store: _Store, _port: int) -> list[str]:
    """Feeds of the categories that have 50 articles among 10,000."""
    return [f"/categories/ribao{number:04}/atom.xml" for number in range(6)]


def _archive_pages(_store: _Store, port: int) -> list[str]:
    newest = re.search(rb"/pages/(\d+)/atom\.xml", get(port, "/atom.xml")[2])
    if newest is None:
        raise RuntimeError("the site's feed has no archive")
    return [
        f"/pages/{random.Random(seed).randint(1, int(newest[1]))}/atom.xml"
        for seed in range(_TARGETS)
    ]


def _pages(store: _Store, _port: int) -> list[str]:
    paths = store.published("permalink", 2 * _TARGETS)
    return [path for path in paths if path.startswith("/ribao")][:_TARGETS]


def _listings(store: _Store, _port: int) -> list[str]:
    return [f"/?before={code}" for code in store.published("info_code", _TARGETS)]


def _share_links(store: _Store, _port: int) -> list[str]:
    return list(map(_share_link, store.published("info_code", _RANDOM)))


def _share_link(code: str) -> str:
    return f"/html_News/NewsShare.html?infoCode={code}"


def _one(path: str) -> Callable[[_Store, int], list[str]]:
    return lambda _store, _port: [path]


_KINDS = (
    _Kind("cold feed", _feeds, listed=b"<entry>"),
    _Kind("cold archive page", _archive_pages, listed=b"<entry>"),
    _Kind("page of an article", _pages),
    _Kind("page of headlines", _listings),
    _Kind("share link", _share_links, status="301"),
    _Kind("cold OPML", _one("/opml.xml"), listed=b"xmlUrl="),
    _Kind("cold /feeds/", _one("/feeds/"), listed=b"/atom.xml"),
    _Kind("cold sitemap", _one("/sitemaps/1.xml"), listed=b"<loc>"),
)
