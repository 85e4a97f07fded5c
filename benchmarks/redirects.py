"""Share links, measured over HTTP beside a callable that knows its answer already.

All runs on this machine, the client in a process of its own, and every server with the
same number of threads. Some articles are imported, for pages; the others are copies
without a body, which a redirect never reads.
"""

import random
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

from benchmarks.asking import ask, compared
from benchmarks.processes import make_store, serving
from benchmarks.result import Result

_IMPORTED = 2_000
_TARGETS = 4_000  # different links of one kind
_SECONDS = 3.0
_PAIR_SECONDS = 40.0  # of counting and not counting, each
_STATUSES = {
    "known": "301",  # each for the first time
    "known, again": "301",
    "repaired": "301",
    "unknown": "404",
    "retracted": "410",
}
_SHARE = "/html_News/NewsShare.html?infoCode="
_DAMAGE = ("%E3%80%82", "%E2%80%8B", "%E5%BF%AB%E7%9C%8B", "&amp;from=timeline")


def measure(articles: int) -> tuple[Result, ...]:
    """Measure each kind of link, then the cost of counting."""
    with (
        tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as name,
        ExitStack() as running,
    ):
        folder = Path(name)
        targets = _write_targets(folder, *_fill(folder, articles))
        bare, counting, blind = (
            running.enter_context(serving(folder, "benchmarks.redirect_server", kind))[
                0
            ]
            for kind in ("bare", "counting", "blind")
        )
        kinds = tuple(
            _beside_bare(folder, name, (counting, bare), file)
            for name, file in targets.items()
        )
        both = ask(
            folder,
            (counting, blind),
            _PAIR_SECONDS,
            statuses=["301"],
            files=[targets["known"]],
        )
    name = "share link, clicks counted"
    goal = "at least 0.95"
    return (*kinds, compared(name, *both, against="not counted", goal=goal))


def _beside_bare(folder: Path, name: str, ports: tuple[int, int], file: str) -> Result:
    """Rate of one kind of link, as a share of the yardstick's."""
    statuses = (_STATUSES[name], "301")
    both = ask(folder, ports, _SECONDS, statuses=statuses, files=[file])
    return compared(f"share link, {name}", *both, against="a bare callable", goal="")


def _fill(folder: Path, articles: int) -> tuple[list[str], list[str]]:
    """A database of so many articles; codes of some that are published, and retracted."""
    make_store(folder, min(_IMPORTED, articles))
    with closing(sqlite3.connect(folder / "feedsvc.db")) as connection, connection:
        _copy(connection, articles)
        codes = [row[0] for row in connection.execute("SELECT info_code FROM articles")]
        chosen = random.Random(1).sample(codes, min(2 * _TARGETS, len(codes)))
        known, retracted = chosen[::2], chosen[1::2]
        connection.executemany(
            "UPDATE articles SET state = 'retracted' WHERE info_code = ?",
            ((code,) for code in retracted),
        )
    return known, retracted


def _copy(connection: sqlite3.Connection, articles: int) -> None:
    """Fill the table up with copies of one article under codes and paths of their own."""
    [(stored,)] = connection.execute("SELECT count(*) FROM articles")
    own = {
        "info_code": "'COPY' || i",
        "entry_id": "'urn:copy:' || i",
        "permalink": "'/copy/2021/12/01/COPY' || i || '.html'",
        "html": "''",
        "raw": "x''",
    }
    names = [row[1] for row in connection.execute("PRAGMA table_info(articles)")]
    names.remove("id")
    into, values = ", ".join(names), ", ".join(own.get(name, name) for name in names)
    connection.execute(  # names of columns, and nothing from outside
        f"""WITH RECURSIVE numbers(i) AS
            (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i <= :missing)
        INSERT INTO articles ({into}) SELECT {values} FROM numbers,
            (SELECT * FROM articles WHERE state = 'published' LIMIT 1)
        WHERE i <= :missing""",  # noqa: S608
        {"missing": articles - stored},
    )


def _write_targets(
    folder: Path, known: list[str], retracted: list[str]
) -> dict[str, str]:
    """Name of a file for each kind of link, one target a line."""
    first = [f"{code}&from=timeline" for code in known]
    targets = {
        "known": first,
        "known, again": first,
        "repaired": [code + _DAMAGE[n % 4] for n, code in enumerate(known)],
        "unknown": [f"NW202112{1 + n % 18:02}{n:010}" for n in range(_TARGETS)],
        "retracted": retracted,
    }
    files = {name: f"share-links-{place}" for place, name in enumerate(targets)}
    for name, lines in targets.items():
        text = "\n".join(_SHARE + line for line in lines)
        (folder / files[name]).write_text(text, encoding="ascii")
    return files
