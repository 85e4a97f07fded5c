"""Durability: what servers that are killed or crowded do to what the API was sent.

A 2xx promises that an article is stored. Here writers believe it, and what they were
promised is looked for in the database afterwards.
"""

import json
import random
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from sqlalchemy import text

from benchmarks import full_disk
from benchmarks.desk import token_to_write
from benchmarks.result import Result
from feedsvc.store.database.engine import Database
from tests.support import postgres
from tests.support.prefork import Process
from tests.support.process import child_environment, migrate, start
from tests.support.server import free_port, serving, wait_until_ready

_KILLS = 200
_TOGETHER_S = 60.0
_WRITERS = 8  # for each process of the server
_PROCESSES = 2
_ARTICLES = 20  # of a writer: the first writes are new, those behind them corrections
_LIVES_S = (0.05, 0.5)  # of a server, from its first answer to a writer
_PATIENCE_S = 30.0


def measure(kills: int = _KILLS, seconds: float = _TOGETHER_S) -> tuple[Result, ...]:
    """Acknowledged writes and lost ones over each database, and answers to a crowd."""
    with (
        tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as name,
        postgres.running_server() as server,
        postgres.fresh_database(server) as postgresql,
    ):
        folder = Path(name)
        found: list[Result] = []
        for url in (f"sqlite:///{folder / 'feedsvc.db'}", postgresql):
            migrate(url, folder)
            kind = url.partition(":")[0]
            found += _of_kills(kind, kill_often(url, folder, kills), kills)
            found += _of_crowd(kind, write_together(url, folder, seconds))
        found.append(full_disk.measure(folder))
    return tuple(found)


@dataclass(slots=True)
class Writer:
    """A program that stores one article after another until its server is gone.

    Attributes:
        name: its articles' codes begin with it.
        promised: version of each article that was acknowledged last, by code.
        answers: how often each status came.
        is_cut_off: one request was never answered.
    """

    port: int
    token: str
    name: str
    promised: dict[str, int] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    is_cut_off: bool = False

    @property
    def stored(self) -> int:
        """Writes that were acknowledged."""
        return self.answers[200] + self.answers[201]

    def write(self, is_over: threading.Event) -> None:
        """Write until it is over, or nobody answers any more."""
        version = 0
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            while not is_over.is_set():
                code = f"{self.name}-{version % _ARTICLES}"
                try:
                    status, wait_s = self._put(connection, code, version)
                except (OSError, HTTPException):
                    self.is_cut_off = True
                    return
                self.answers[status] += 1
                if status in {200, 201}:
                    self.promised[code] = version
                    version += 1
                elif status == 503 and wait_s:
                    time.sleep(float(wait_s))

    def _put(
        self, connection: HTTPConnection, code: str, version: int
    ) -> tuple[int, str]:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
        }
        article = {"title": str(version), "body": "<p>一</p>", "categories": ["lanmu"]}
        path = f"/api/v1/articles/{code}"
        connection.request("PUT", path, json.dumps(article), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Retry-After", "")


@dataclass(frozen=True, slots=True)
class Kept:
    """Writes that were acknowledged, and articles that are not as their last one said."""

    acknowledged: int
    lost: int


def kill_often(database_url: str, folder: Path, kills: int) -> Kept:
    """Kill a server in the middle of writes, again and again, and look for what it took."""
    dice, token = random.Random(1), token_to_write(database_url, folder)
    promised: dict[str, int] = {}
    acknowledged = 0
    for number in range(kills):
        with _doomed(database_url, folder) as (port, process):
            writers = [
                Writer(port, token, f"KILL-{number}-{n}") for n in range(_WRITERS)
            ]
            with _writing(writers):
                _await_promise(writers)
                time.sleep(dice.uniform(*_LIVES_S))
                process.kill()
                process.wait()
        promised |= _promised(writers)
        acknowledged += sum(one.stored for one in writers)
    return Kept(acknowledged, _lost(database_url, promised))


def write_together(database_url: str, folder: Path, seconds: float) -> Counter[int]:
    """Answers of several processes to a crowd of writers, by status.

    A request that was never answered counts as 0, and so does an article that was lost.
    """
    token = token_to_write(database_url, folder)
    settings = {
        "FEEDSVC_DATABASE_URL": database_url,
        "FEEDSVC_SERVE__PROCESSES": str(_PROCESSES),
        "FEEDSVC_SERVE__THREADS": str(_WRITERS + 4),
    }
    with serving(settings, folder) as base:
        port = int(base.rpartition(":")[2])
        crowd = range(_WRITERS * _PROCESSES)
        writers = [Writer(port, token, f"CROWD-{number}") for number in crowd]
        with _writing(writers):
            time.sleep(seconds)
    answers = sum((one.answers for one in writers), Counter[int]())
    answers[0] += sum(one.is_cut_off for one in writers)
    answers[0] += _lost(database_url, _promised(writers))
    return answers


@contextmanager
def _doomed(
    database_url: str, folder: Path
) -> Iterator[tuple[int, "Process | subprocess.Popen[bytes]"]]:
    """A server on a port, which nobody stops but by killing it."""
    port, log = free_port(), folder / "doomed.log"
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    with log.open("wb") as output:
        process = start(
            ["serve", "--host", "127.0.0.1", "--port", str(port)],
            child_environment(settings),
            folder,
            output=output.fileno(),
            errors=output.fileno(),
        )
    try:
        wait_until_ready(process, port, log)
        yield port, process
    finally:
        process.kill()
        process.wait()


@contextmanager
def _writing(writers: Sequence[Writer]) -> Iterator[None]:
    """Writers at work; at the end each finishes what it has begun."""
    is_over = threading.Event()
    threads = [
        threading.Thread(target=one.write, args=(is_over,), daemon=True)
        for one in writers
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join(_PATIENCE_S)


def _await_promise(writers: Sequence[Writer]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not any(one.promised for one in writers):
        if time.monotonic() > deadline:
            raise RuntimeError("no writer was answered")
        time.sleep(0.005)


def _promised(writers: Sequence[Writer]) -> dict[str, int]:
    return {code: n for one in writers for code, n in one.promised.items()}


def _lost(database_url: str, promised: Mapping[str, int]) -> int:
    """Number of articles that are not there, or older than they were promised to be."""
    database = Database(database_url)
    try:
        with database.read() as snapshot:
            rows = snapshot.execute(text("SELECT info_code, title FROM articles"))
            kept = {code: int(title) for code, title in rows if code in promised}
    finally:
        database.dispose()
    return sum(kept.get(code, -1) < version for code, version in promised.items())


def _of_kills(kind: str, found: Kept, kills: int) -> tuple[Result, ...]:
    where = f"{kills} kills, {kind}"
    return (
        Result(
            what=f"writes acknowledged before {where}", ours=found.acknowledged, unit=""
        ),
        Result(what=f"articles lost by {where}", ours=found.lost, unit="", goal="0"),
    )


def _of_crowd(kind: str, answers: Counter[int]) -> tuple[Result, ...]:
    stored = answers[200] + answers[201]
    wrong = answers.total() - stored - answers[503]
    crowd = f"{_PROCESSES} times {_WRITERS} writers, {kind}"
    return (
        Result(what=f"writes of {crowd}", ours=stored, unit=""),
        Result(what="sent away for later", ours=answers[503], unit=""),
        Result(what="other answers, or lost", ours=wrong, unit="", goal="0"),
    )
