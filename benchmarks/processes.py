"""Processes that benchmarks start, all on this machine, each with the database of a folder."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.archive_generator import write_archive

ROOT = Path(__file__).resolve().parents[1]
_START_S = 30.0
_MEBIBYTE = 1024  # of the kibibytes that systems count in


@dataclass(frozen=True, slots=True)
class Command:
    """A command that ran to its end.

    Attributes:
        writer_mib: most memory of the process itself; None where there is no /proc.
        largest_mib: most memory of one process, itself or a child.
    """

    seconds: float
    writer_mib: float | None
    largest_mib: float


@contextmanager
def serving(
    folder: Path, module: str, *arguments: str, **settings: str
) -> Iterator[tuple[int, int]]:
    """Port and process id of a server, which is told its port last and stopped at the end."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments, str(port)],
        cwd=folder,
        env=environment(folder) | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
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


def run_feedsvc(folder: Path, *arguments: str) -> Command:
    """Run the command to its end, with the database of a folder."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "feedsvc", *arguments],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
    )
    writer = None
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        writer = peak_mib(process.pid) or writer
        time.sleep(0.005)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    scale = _MEBIBYTE**2 if sys.platform == "darwin" else _MEBIBYTE
    return Command(seconds, writer, usage.ru_maxrss / scale)


def make_store(folder: Path, posts: int) -> Command:
    """A database of so many posts; returns the import that made it."""
    write_archive(folder / "archive", posts)
    run_feedsvc(folder, "db", "upgrade")
    return run_feedsvc(folder, "import", "archive")


def peak_mib(pid: int) -> float | None:
    """Most memory that one process has had; None where there is no Linux."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / _MEBIBYTE if found else None


def environment(folder: Path) -> dict[str, str]:
    """Variables of a process, with no setting but its database, and no cards ahead.

    Drawing them for an archive that has just come in would take the server's interpreter.
    """
    ours = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
    url = f"sqlite:///{folder / 'feedsvc.db'}"
    return ours | {
        "PYTHONPATH": str(ROOT),
        "FEEDSVC_DATABASE_URL": url,
        "FEEDSVC_CARDS__AHEAD_DAYS": "0",
    }


def free_port() -> int:
    """A port of this machine that is free at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until a server on a port of this machine answers."""
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
