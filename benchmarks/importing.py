"""Importing, measured through the real command, beside Hugo building the same posts.

Uses the command line alone, so it measures what an operator sees.
"""

import shutil
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.archive_generator import write_archive
from benchmarks.processes import Command, run_feedsvc
from benchmarks.result import Result

_HUGO_SITE = Path(__file__).with_name("hugo")
_REPEATS = 3


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


def _describe_cold(cold: Command, posts: int) -> tuple[Result, ...]:
    return (
        Result(
            what=f"import of {posts:,} posts, each",
            ours=1000 * cold.seconds / posts,
            unit="ms",
        ),
        Result(
            what="memory of the import, its largest process",
            ours=cold.largest_mib,
            unit="MiB",
            goal="under 300",
        ),
        Result(
            what="memory of the import, the writer",
            ours=cold.writer_mib,
            unit="MiB",
            goal="under 300",
        ),
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
    return Result(
        what=f"re-check of {len(posts):,} files, less the command's start",
        ours=len(posts) / max(whole_s - start_s, 0.001),
        unit="/s",
        goal="at least 20,000",
    )


def _beside_hugo(archive: Path, folder: Path, ours_s: float) -> Result:
    what = "import, whole command"
    hugo = shutil.which("hugo")
    if hugo is None:
        return Result(what=what, ours=None, unit="s", against="hugo is not installed")
    # A copy: Hugo writes into its source.
    site = shutil.copytree(_HUGO_SITE, folder / "site")
    command = (hugo, "--quiet", "--source", site, "--contentDir", archive)
    started = time.perf_counter()
    subprocess.run((*command, "--destination", folder / "public"), check=True)
    hugo_s = time.perf_counter() - started
    return Result(
        what=what,
        ours=ours_s,
        unit="s",
        against="Hugo building the same",
        theirs=hugo_s,
        ratio=ours_s / hugo_s,
        goal="at most 0.5",
    )


def _assert_stored(work: Path, posts: int) -> None:
    with closing(sqlite3.connect(work / "feedsvc.db")) as connection:
        (stored,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    if stored != posts:
        raise RuntimeError(f"{stored} articles were stored, {posts} were written")
