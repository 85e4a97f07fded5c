"""Asking servers over HTTP, in turns: how fast each answers beside the other."""

import random
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from statistics import median

from benchmarks.processes import run
from benchmarks.result import Result
from feedsvc.model.feed import Format

_POLLED = 2_000  # requests for feeds at random, before memory is read


@dataclass(frozen=True, slots=True)
class Answers:
    """Speed of a server's answers.

    Attributes:
        rates: requests a second, of every turn.
    """

    p50_ms: float
    p99_ms: float
    rates: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return median(self.rates)

    def share_of(self, other: "Answers") -> float:
        """Our rate as a share of another server's, which took turns with ours."""
        turns = zip(self.rates, other.rates, strict=True)
        return median(ours / theirs for ours, theirs in turns)


def ask(
    folder: Path,
    ports: Sequence[int],
    seconds: float,
    *,
    statuses: Sequence[str],
    files: Sequence[str],
) -> list[Answers]:
    """Ask servers in turns for the targets of files (`benchmarks.http_client`).

    Args:
        folder: of the files.
        ports: of the servers.
        seconds: for each server.
        statuses: that each must answer, or one for all.
        files: of each, or one for all.
    """
    line = (",".join(map(str, ports)), str(seconds), ",".join(statuses))
    said = run(folder, "benchmarks.http_client", *line, ",".join(files))
    numbers = (tuple(map(float, line.split())) for line in said.splitlines())
    return [Answers(p50_ms, p99_ms, tuple(rates)) for p50_ms, p99_ms, *rates in numbers]


def compared(
    what: str, ours: Answers, theirs: Answers, *, against: str, goal: str
) -> Result:
    """Rate of a server as a share of another's."""
    return Result(
        what=what,
        ours=ours.rate,
        unit="/s",
        against=against,
        theirs=theirs.rate,
        ratio=ours.share_of(theirs),
        goal=goal,
        p50_ms=ours.p50_ms,
        p99_ms=ours.p99_ms,
    )


def feeds(port: int) -> list[str]:
    """Paths of every Atom feed, the whole site's first."""
    listed = get(port, "/opml.xml")[2].decode()
    return re.findall(r'xmlUrl="http://[^/]+(/[^"]+)"', listed)


def poll(port: int) -> None:
    """Ask for feeds at random, as many readers do, in every format."""
    paths = feeds(port)
    asked = random.Random(1)
    for _ in range(_POLLED):
        format_ = asked.choice(tuple(Format))
        path = asked.choice(paths).replace(Format.ATOM, format_)
        get(port, path, **{"Accept-Encoding": "gzip"})


def get(port: int, path: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    """Status, headers and body of one answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
