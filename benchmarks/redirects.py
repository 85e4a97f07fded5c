"""Share links, measured over HTTP beside a callable that knows its answer already.

All runs on this machine, the client in a process of its own, and every server with the
same number of threads. Some articles are imported, for pages; the others are copies
without a body, which a redirect never reads.
"""

import random
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.archive_generator import write_archive
from benchmarks.processes import run, serving
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


@dataclass(frozen=True, slots=True)
class _Measured:
    p99_ms: float
    rates: tuple[float, ...]

    @property
    def figure(self) -> str:
        return f"{median(self.rates):,.0f}/s, p99 {self.p99_ms:.1f} ms"


def measure(articles: int) -> tuple[Result, ...]:
    """Measure each kind of link, then the cost of counting."""
    with (
        tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as name,
        ExitStack() as running,
    ):
        folder = Path(name)
        targets = _write_targets(folder, *_fill(folder, articles))
        bare_port, counting_port, blind_port = (
            running.enter_context(serving(folder, "benchmarks.redirect_server", kind))[
                0
            ]
            for kind in ("bare", "counting", "blind")
        )
        [bare] = _asked([bare_port], "301", targets["known"], _SECONDS)
        found = {
            name: _asked([counting_port], status, targets[name], _SECONDS)[0]
            for name, status in _STATUSES.items()
        }
        pair = [counting_port, blind_port]
        click_counter, blind = _asked(pair, "301", targets["known"], _PAIR_SECONDS)
    beside = f"a bare callable {bare.figure}"
    pairs = zip(click_counter.rates, blind.rates, strict=True)
    cost = 1 - median(with_ / without for with_, without in pairs)
    return (
        *(Result(f"share link, {name}", m.figure, beside) for name, m in found.items()),
        Result(
            "counting clicks costs a redirect",
            f"{cost:.1%}",
            f"under 5 %; without {blind.figure}",
        ),
    )


def _asked(
    ports: list[int], status: str, targets: Path, seconds: float
) -> list[_Measured]:
    """Measure each server with targets that all have one status."""
    line = (",".join(map(str, ports)), str(seconds), status, str(targets))
    said = run(targets.parent, "benchmarks.http_client", *line)
    lines = (tuple(map(float, line.split())) for line in said.splitlines())
    return [_Measured(p99_ms, tuple(rates)) for p99_ms, *rates in lines]


def _fill(folder: Path, articles: int) -> tuple[list[str], list[str]]:
    """A database of so many articles; codes of some that are published, and retracted."""
    write_archive(folder / "archive", min(_IMPORTED, articles))
    for line in (("db", "upgrade"), ("import", "archive")):
        run(folder, "feedsvc", *line)
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
) -> dict[str, Path]:
    """A file for each kind of link, one target a line."""
    first = [f"{code}&from=timeline" for code in known]
    targets = {
        "known": first,
        "known, again": first,
        "repaired": [code + _DAMAGE[n % 4] for n, code in enumerate(known)],
        "unknown": [f"NW202112{1 + n % 18:02}{n:010}" for n in range(_TARGETS)],
        "retracted": retracted,
    }
    files = {name: folder / f"{name}.txt" for name in targets}
    for name, lines in targets.items():
        text = "\n".join(_SHARE + line for line in lines)
        files[name].write_text(text, encoding="ascii")
    return files
