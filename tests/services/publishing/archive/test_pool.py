"""Work shared out to processes, and what becomes of them."""

import os
import re
import signal
import subprocess
import time
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.archive_generator import write_archive
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.walk import FileKind
from feedsvc.model.article import ArticleDraft
from feedsvc.services.publishing.archive.pool import in_order
from feedsvc.services.publishing.archive.reading import Job, parse_all
from tests.support.newsroom import newsroom_over
from tests.support.process import COMMAND, child_environment
from tests.support.trees import Tree, name

_PATIENCE_S = 20


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_items(workers: int, tmp_path: Path):
    """Whichever process was done first, and however many chunks there are."""
    tree = Tree(tmp_path)
    tree.posts(120)
    jobs = [Job("", name(n), FileKind.POST, b"") for n in range(120, 0, -1)]
    work = partial(parse_all, origin="archive", site=Site(tmp_path, ZoneInfo("UTC")))
    found = list(in_order(work, iter(jobs), workers=workers))
    assert [job for job, _parsed in found] == jobs
    assert [parsed.path for _job, parsed in found] == [job.path for job in jobs]
    assert all(isinstance(parsed.content, ArticleDraft) for _job, parsed in found)


@pytest.mark.parametrize("workers", [1, 2])
def test_no_items_no_work(workers: int):
    """An archive in which nothing changed."""
    work = partial(parse_all, origin="archive", site=Site(Path(), ZoneInfo("UTC")))
    assert list(in_order(work, iter([]), workers=workers)) == []


def test_an_interrupted_import_says_what_is_stored(sqlite_url: str, tmp_path: Path):
    """Ctrl-C, which reaches every process of the terminal: one line, and nobody is left."""
    write_archive(tmp_path / "archive", 3_000)
    # A shell starts background jobs with SIGINT ignored, and our children would inherit that.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(
        [*COMMAND, "import", "archive"],
        cwd=tmp_path,
        env=child_environment(
            {"FEEDSVC_DATABASE_URL": sqlite_url, "FEEDSVC_IMPORT__WORKERS": "2"}
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, before)
    with newsroom_over(sqlite_url, tmp_path) as newsroom:
        count = "SELECT count(*) FROM imported_files"
        while not newsroom.value(count):
            assert process.poll() is None, "it was over before it was interrupted"
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=_PATIENCE_S)
        stored = newsroom.value(count)
    assert (process.returncode, out) == (130, ""), err
    said = re.fullmatch(
        r"interrupted: (\d+) of \d+ new or different files are stored;"
        r" run it again and it goes on\n|interrupted: nothing was stored;.*\n",
        err,
    )
    assert said, err
    # A batch may just have been stored when the signal came.
    assert 0 <= stored - int(said[1] or 0) <= 1_100
    assert ends(process.pid), "workers outlive the import"


def test_a_killed_import_leaves_no_process_behind(sqlite_url: str, tmp_path: Path):
    """Nobody is left to stop them, so they end by themselves."""
    write_archive(tmp_path / "archive", 1_500)
    process = subprocess.Popen(
        [*COMMAND, "import", "archive"],
        cwd=tmp_path,
        env=child_environment(
            {"FEEDSVC_DATABASE_URL": sqlite_url, "FEEDSVC_IMPORT__WORKERS": "2"}
        ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with newsroom_over(sqlite_url, tmp_path) as newsroom:
        while not newsroom.value("SELECT count(*) FROM imported_files"):
            assert process.poll() is None, "it was over before it was killed"
            time.sleep(0.01)
    process.kill()
    process.wait()
    try:
        assert ends(process.pid), "workers outlive the import"
    finally:
        if not ends(process.pid, patience_s=0):
            os.killpg(process.pid, signal.SIGKILL)


def ends(group: int, *, patience_s: float = _PATIENCE_S) -> bool:
    """Whether every process of a group is gone before long."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
