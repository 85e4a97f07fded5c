"""Imports remembered: what each came to and reported, and how it ended."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.errors import ArchiveNotFound, NotFound
from feedsvc.model.import_run import Reported, Run, RunState
from feedsvc.services.publishing.archive.process import state_of, this_process
from feedsvc.services.publishing.archive.recording import (
    KEPT_REPORTS,
    KEPT_RUNS,
    Recording,
)
from feedsvc.services.publishing.archive.runs import Runs
from feedsvc.services.publishing.archive.summary import Summary
from tests.support.newsroom import Newsroom, Problems
from tests.support.trees import name

BROKEN = "_posts/2022-05-01-broken.md"


def runs(newsroom: Newsroom) -> list[Run]:
    """Every import that is remembered, the first one first."""
    return Runs(newsroom.database, lambda: newsroom.now).latest(limit=9)[::-1]


def reports(newsroom: Newsroom, run: Run) -> list[tuple[str, str]]:
    """Kind and path of what an import reported."""
    record = Runs(newsroom.database, lambda: newsroom.now).get(run.number)
    return [(one.finding, one.path) for one in record.reports]


def recording(newsroom: Newsroom) -> Recording:
    """A recording that is about to begin."""
    return Recording(
        newsroom.database, lambda: newsroom.now, "a", "import", Problems(), Summary()
    )


def test_imports_are_remembered_with_what_they_reported(newsroom: Newsroom):
    """A week later too; each has its own reports, and what is repeated is kept once."""
    newsroom.tree.post(name(1), "{% gist 1 %}港口扩建。")
    newsroom.tree.post(name(2), title="")
    newsroom.tree.write(BROKEN, "---\n没有元数据")
    newsroom.import_()
    newsroom.pass_time(7 * 24 * 3600)
    newsroom.import_()
    newsroom.tree.post(BROKEN)
    newsroom.import_()
    first, second, third = runs(newsroom)
    assert [run.state for run in (first, second, third)] == [RunState.FINISHED] * 3
    assert (first.archive, first.command) == ("archive", "import")
    assert third.began_at - first.began_at > timedelta(days=7)
    assert (first.done, first.total, first.findings) == (3, 3, 3)
    assert (first.counts.new, first.counts.rejected, first.counts.incomplete) == (
        1,
        1,
        1,
    )
    assert (second.counts.unchanged, second.counts.rejected) == (1, 1)
    assert third.counts.new == 1
    lacking = ("incomplete", name(2))
    warned, rejected = ("look at", name(1)), ("rejected", BROKEN)
    assert sorted(reports(newsroom, first)) == [lacking, warned, rejected]
    assert sorted(reports(newsroom, second)) == [lacking, rejected]
    assert reports(newsroom, third) == [lacking]
    assert newsroom.value("SELECT count(*) FROM import_findings") == 3


def test_reports_are_bounded_and_their_number_told(newsroom: Newsroom):
    """The first thousand are kept."""
    newsroom.tree.post(name(1))
    for number in range(KEPT_REPORTS + 5):
        newsroom.tree.write(f"_posts/2022-05-01-{number}.docx", "x")
    newsroom.import_()
    [run] = runs(newsroom)
    assert (run.findings, run.counts.rejected) == (KEPT_REPORTS + 5,) * 2
    assert len(reports(newsroom, run)) == KEPT_REPORTS


def test_the_oldest_imports_are_forgotten(newsroom: Newsroom):
    """With what only they reported; what later ones repeat stays."""
    newsroom.tree.post(name(1), "{% gist 1 %}港口扩建。")
    newsroom.tree.write(BROKEN, "---\n没有元数据")
    newsroom.import_()
    newsroom.import_()
    last = KEPT_RUNS + 1
    newsroom.run("UPDATE imports SET id = :last WHERE id = 2", last=last)
    moved = "UPDATE import_findings SET last_import = :last WHERE last_import = 2"
    newsroom.run(moved, last=last)
    if not newsroom.database.is_sqlite:
        newsroom.run("SELECT setval('imports_id_seq', :last)", last=last)
    newsroom.import_()
    older, newer = runs(newsroom)
    assert (older.number, newer.number) == (last, last + 1)
    assert (
        reports(newsroom, older) == reports(newsroom, newer) == [("rejected", BROKEN)]
    )
    with pytest.raises(NotFound):
        Runs(newsroom.database, lambda: newsroom.now).get(1)
    assert newsroom.value("SELECT count(*) FROM import_findings") == 1


def test_how_an_import_ended(newsroom: Newsroom):
    """Running until then, failed with its reason, or interrupted between two batches."""
    newsroom.tree.root.mkdir()
    with pytest.raises(ArchiveNotFound):
        newsroom.import_()
    with suppress(KeyboardInterrupt), recording(newsroom):
        assert runs(newsroom)[1].state is RunState.RUNNING
        raise KeyboardInterrupt
    with suppress(ZeroDivisionError), recording(newsroom):
        raise ZeroDivisionError
    failed, interrupted, broken = runs(newsroom)
    assert (failed.state, interrupted.state) == (RunState.FAILED, RunState.INTERRUPTED)
    assert failed.failure == f"{newsroom.tree.root}: holds no posts"
    assert (broken.state, broken.failure) == (RunState.FAILED, "ZeroDivisionError")


def test_whether_an_import_still_runs(newsroom: Newsroom):
    """By its process; of one on another host, by its last sign of life."""
    with recording(newsroom) as under_way:
        run = Runs(newsroom.database, lambda: newsroom.now).get(under_way.number).run
    run = replace(run, state=RunState.RUNNING)
    mine, now, later = this_process(), newsroom.now, timedelta(hours=1)
    elsewhere = replace(mine, host="elsewhere 1")
    for process, at, state in (
        (mine, now + later, RunState.RUNNING),
        (replace(mine, born=mine.born + 1), now, RunState.KILLED),
        (replace(mine, pid=2**22 + 1), now, RunState.KILLED),
        (elsewhere, now, RunState.RUNNING),
        (elsewhere, now + later, RunState.KILLED),
    ):
        assert state_of(replace(run, process=process), at) is state, process


def test_reasons_are_kept_as_text_that_any_database_takes(newsroom: Newsroom):
    """Without what it refuses, and no longer than a person reads."""
    with recording(newsroom) as under_way:
        for finding in ("rejected", "look at"):
            under_way.problem("a\udcff.md", "\0" + "名" * 9_000, finding)  # type: ignore[arg-type]
    record = Runs(newsroom.database, lambda: newsroom.now).get(under_way.number)
    assert set(record.reports) == {
        Reported("a\\xff.md", finding, "名" * 500)
        for finding in ("rejected", "look at")
    }


def test_a_renamed_archive_keeps_its_imports(newsroom: Newsroom):
    """And its next import goes on from there."""
    newsroom.tree.post(name(1))
    newsroom.tree.write(BROKEN, "---\n没有元数据")
    newsroom.import_()
    newsroom.archives.rename("archive", "daily")
    newsroom.import_(name="daily")
    assert {run.archive for run in runs(newsroom)} == {"daily"}
    assert [reports(newsroom, run) for run in runs(newsroom)] == [
        [("rejected", BROKEN)]
    ] * 2
    assert newsroom.value("SELECT count(*) FROM import_findings") == 1
