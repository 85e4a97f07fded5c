"""Imports at the terminal: listed, and what one of them reported."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from tests.support.trees import Tree

Run = Callable[..., CompletedProcess[str]]
BROKEN = "_posts/2022-05-01-\x1b[2J.md"


def import_twice(
    feedsvc: Run, settings: dict[str, str], folder: Path
) -> CompletedProcess[str]:
    """Import an archive with a file that is none, and a folder that is not there."""
    tree = Tree(folder / "archive")
    tree.posts(2)
    tree.write(BROKEN, "---\n没有元数据")
    done = feedsvc("import", tree.root, "--name", "daily", settings=settings)
    feedsvc("import", folder / "nowhere", settings=settings)
    return done


def test_imports_are_listed_and_shown(
    feedsvc: Run, database_url: str, tmp_path: Path
) -> None:
    """For people; each report as the import said it."""
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    said = import_twice(feedsvc, settings, tmp_path)
    listed = feedsvc("imports", settings=settings)
    assert (listed.returncode, listed.stderr) == (0, "")
    head, failed, done = (line.split() for line in listed.stdout.splitlines())
    assert head[:4] == ["number", "began", "took", "command"]
    assert (failed[0], failed[6], failed[-1]) == ("2", "failed", f"{tmp_path}/nowhere")
    assert (done[0], done[6], done[7], done[-1]) == ("1", "finished", "2", "daily")
    shown = feedsvc("imports", "show", "1", settings=settings)
    assert shown.returncode == 0
    assert "\nstored:  3 of 3 new or different files\n" in shown.stdout
    assert shown.stdout.splitlines()[-1] == said.stderr.strip()
    failed_too = feedsvc("imports", "show", "2", settings=settings)
    assert "\nstate:   failed: " in failed_too.stdout
    missing = feedsvc("imports", "show", "9", settings=settings)
    assert (missing.returncode, missing.stderr) == (1, "feedsvc: no import: 9\n")


def test_imports_as_json(feedsvc: Run, sqlite_url: str, tmp_path: Path) -> None:
    """For programs: some of them, and one with its reports."""
    settings = {"FEEDSVC_DATABASE_URL": sqlite_url}
    import_twice(feedsvc, settings, tmp_path)
    only = feedsvc("imports", "--archive", "daily", "--json", settings=settings)
    [run] = map(json.loads, only.stdout.splitlines())
    assert (run["number"], run["state"], run["counts"]["new"]) == (1, "finished", 2)
    older = feedsvc("imports", "--before", "1", "--json", settings=settings)
    assert (older.returncode, older.stdout) == (0, "")
    record = feedsvc("imports", "show", "1", "--json", settings=settings)
    [report] = json.loads(record.stdout)["reports"]
    assert (report["finding"], report["path"]) == ("rejected", BROKEN)
