"""wrk as the client: servers that answer faster than a client in Python can ask."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from statistics import median

from benchmarks.asking import Answers

_TURN_S = 2
_CONNECTIONS = 16
_MS = {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}


def find() -> str | None:
    """The machine's wrk, if it has one."""
    return shutil.which("wrk")


def ask(program: str, urls: Sequence[str], turns: int) -> list[Answers]:
    """Ask for each URL in turns of two seconds.

    Raises:
        RuntimeError: an answer was no success.
    """
    said: list[list[str]] = [[] for _ in urls]
    for _ in range(turns):
        for url, lines in zip(urls, said, strict=True):
            lines.append(_turn(program, url))
    return [
        Answers(
            p50_ms=median(_latency_ms("50%", text) for text in lines),
            p99_ms=median(_latency_ms("99%", text) for text in lines),
            rates=tuple(float(_found(r"Requests/sec:\s+(\S+)", t)[0]) for t in lines),
        )
        for lines in said
    ]


def _turn(program: str, url: str) -> str:
    options = ("--threads", "1", "--connections", str(_CONNECTIONS), "--latency")
    said = subprocess.run(
        (program, *options, "--duration", f"{_TURN_S}s", url),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{url} failed: {said}")
    return said


def _latency_ms(share: str, text: str) -> float:
    amount, unit = _found(rf"{share}\s+([\d.]+)(us|ms|s|m)\b", text)
    return float(amount) * _MS[unit]


def _found(pattern: str, text: str) -> tuple[str, ...]:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"wrk said nothing of {pattern}: {text}")
    return found.groups()
