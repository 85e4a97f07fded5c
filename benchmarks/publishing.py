"""Publishing by the API over loopback, on SQLite: by batches, and one article at a time.

The articles are posts of a generated archive. Batches come on as many connections as
there are processors, or one of the server's processes would idle.
"""

import json
import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles

from benchmarks.archive_generator import write_archive
from benchmarks.processes import run, run_feedsvc, serving
from benchmarks.result import Result

_BATCH = 500
_SINGLES = 300
_ARTICLES = "/api/v1/articles"


def measure(articles: int = 5_000) -> tuple[Result, ...]:
    """Articles a second by batches, and milliseconds of storing one more."""
    with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as name:
        folder = Path(name)
        sent = _articles(folder, articles)
        run_feedsvc(folder, "db", "upgrade")
        token = run(folder, "feedsvc", "token", "create", "--scope", "write:articles")
        with serving(folder, "feedsvc", "serve", "--port") as (port, _):
            desk = _Desk(port, token.strip())
            rate = desk.batches(sent)
            spans = desk.singles(sent[:_SINGLES])
    p50, p99 = (quantiles(spans, n=100)[place] for place in (49, 98))
    return (
        Result(what="articles by batches", ours=rate, unit="/s", goal="at least 2,000"),
        Result(
            what="one article",
            ours=p99,
            unit="ms",
            goal="at most 50",
            p50_ms=p50,
            p99_ms=p99,
        ),
    )


class _Desk:
    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }

    def batches(self, sent: Sequence[dict[str, object]]) -> float:
        """Articles a second."""
        parts = [sent[start : start + _BATCH] for start in range(0, len(sent), _BATCH)]
        started = time.perf_counter()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            if any(status != 200 for status in pool.map(self._send_batch, parts)):
                raise RuntimeError("a batch was refused")
        return len(sent) / (time.perf_counter() - started)

    def singles(self, sent: Sequence[dict[str, object]]) -> list[float]:
        """Milliseconds of storing each once more, with another title."""
        spans = []
        with closing(HTTPConnection("127.0.0.1", self._port)) as connection:
            for article in sent:
                fields = {**article, "title": "更正"}
                path = f"{_ARTICLES}/{fields.pop('code')}"
                started = time.perf_counter()
                self._ask(connection, "PUT", path, fields)
                spans.append(1000 * (time.perf_counter() - started))
        return spans

    def _send_batch(self, part: Sequence[dict[str, object]]) -> int:
        with closing(HTTPConnection("127.0.0.1", self._port)) as connection:
            return self._ask(
                connection, "POST", f"{_ARTICLES}/batch", {"articles": list(part)}
            )

    def _ask(
        self, connection: HTTPConnection, method: str, path: str, body: object
    ) -> int:
        connection.request(method, path, json.dumps(body), self._headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status


def _articles(folder: Path, count: int) -> list[dict[str, object]]:
    """Posts of a generated archive, as a program sends them."""
    write_archive(folder / "archive", count)
    return [
        {
            "code": f"BENCH-{place:06}",
            "title": f"第{place}篇",
            "body": file.read_text(encoding="utf-8").split("---", 2)[-1],
            "markup": "markdown",
            "categories": [f"lanmu{place % 100}"],
        }
        for place, file in enumerate(sorted((folder / "archive").rglob("*.md")))
    ]
