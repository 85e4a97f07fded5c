"""Processes that benchmarks start, all on this machine, each with the database of a folder."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_START_S = 30.0


@contextmanager
def serving(folder: Path, module: str, *arguments: str) -> Iterator[tuple[int, int]]:
    """Port and process id of a server, which is told its port last and stopped at the end."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments, str(port)],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def run(folder: Path, module: str, *arguments: str) -> str:
    """Text that a module prints, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def environment(folder: Path) -> dict[str, str]:
    """Variables of a process, with no setting but its database, and no cards ahead.

    Drawing them for an archive that has just come in would take the server's interpreter.
    """
    ours = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
    url = f"sqlite:///{folder / 'feedsvc.db'}"
    return ours | {
        "PYTHONPATH": str(_ROOT),
        "FEEDSVC_DATABASE_URL": url,
        "FEEDSVC_CARDS__AHEAD_DAYS": "0",
    }


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _START_S
    while True:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
