"""Importing, measured through the real command, beside Hugo building the same posts.

Uses the command line alone, so it measures what an operator sees.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.archive_generator import write_archive
from benchmarks.result import Result

DATABASE = "var/feedsvc.db"  # where the settings put it by default
_ROOT = Path(__file__).resolve().parents[1]
_HUGO_SITE = Path(__file__).with_name("hugo")
_MEBIBYTE = 1024
_REPEATS = 3


@dataclass(frozen=True, slots=True)
class _Run:
    seconds: float
    writer_mib: float | None  # None where there is no /proc
    largest_mib: float


def measure(posts: int) -> tuple[Result, ...]:
    """Cold import, re-check of the unchanged archive, and Hugo where it is installed."""
    with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as folder:
        archive, work = Path(folder) / "archive", Path(folder) / "work"
        write_archive(archive, posts)
        work.mkdir()
        run_feedsvc(work, "db", "upgrade")
        cold = run_feedsvc(work, "import", str(archive))
        _assert_stored(work, posts)
        return (
            *_describe_cold(cold, posts),
            _recheck(archive, work),
            _beside_hugo(archive, Path(folder), cold.seconds),
        )


def _describe_cold(cold: _Run, posts: int) -> tuple[Result, ...]:
    milliseconds = 1000 * cold.seconds / posts
    largest = f"{cold.largest_mib:.0f} MiB"
    writer = "no /proc" if cold.writer_mib is None else f"{cold.writer_mib:.0f} MiB"
    return (
        Result(
            f"import of {posts} posts",
            f"{cold.seconds:.2f} s",
            f"{milliseconds:.2f} ms a post",
        ),
        Result("  peak RSS, largest process", largest, "under 300 MiB"),
        Result("  peak RSS, the writer", writer, "under 300 MiB"),
    )


def _recheck(archive: Path, work: Path) -> Result:
    """Subtract the start of the command, measured with an archive of one post."""
    posts = sorted(archive.rglob("*.md"))
    single = work / "single"
    (single / "_posts").mkdir(parents=True)
    shutil.copy(posts[0], single / "_posts")
    start_s, whole_s = (
        min(run_feedsvc(work, "import", str(folder)).seconds for _ in range(_REPEATS))
        for folder in (single, archive)
    )
    checked = len(posts) / max(whole_s - start_s, 0.001)
    times = f"{whole_s:.2f} s, {start_s:.2f} s of it start"
    goal = f"20,000 or more; {times}"
    return Result(f"re-check of {len(posts)} files", f"{checked:,.0f} files/s", goal)


def _beside_hugo(archive: Path, folder: Path, ours_s: float) -> Result:
    hugo = shutil.which("hugo")
    if hugo is None:
        return Result("import beside Hugo", "not measured", "hugo is not installed")
    # A copy: Hugo writes into its source.
    site = shutil.copytree(_HUGO_SITE, folder / "site")
    command = (hugo, "--quiet", "--source", site, "--contentDir", archive)
    started = time.perf_counter()
    subprocess.run((*command, "--destination", folder / "public"), check=True)
    hugo_s = time.perf_counter() - started
    goal = f"under 1; Hugo took {hugo_s:.2f} s to build the same"
    return Result("import beside Hugo", f"{ours_s / hugo_s:.2f} x", goal)


def _assert_stored(work: Path, posts: int) -> None:
    with closing(sqlite3.connect(work / DATABASE)) as connection:
        (stored,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    if stored != posts:
        raise RuntimeError(f"{stored} articles were stored, {posts} were written")


def run_feedsvc(work: Path, *arguments: str) -> _Run:
    """Run the command to its end, in a folder where its default database lies."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "feedsvc", *arguments],
        cwd=work,
        env=environment | {"PYTHONPATH": str(_ROOT)},
        stdout=subprocess.DEVNULL,
    )
    writer = None
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        writer = _peak_mib(process.pid) or writer
        time.sleep(0.005)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    scale = _MEBIBYTE**2 if sys.platform == "darwin" else _MEBIBYTE
    return _Run(seconds, writer, usage.ru_maxrss / scale)


def _peak_mib(pid: int) -> float | None:
    """Peak memory of this one process, or None where there is no Linux."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    line = next((x for x in status.splitlines() if x.startswith("VmHWM:")), None)
    return int(line.split()[1]) / _MEBIBYTE if line else None
