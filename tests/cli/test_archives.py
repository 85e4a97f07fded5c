"""Archives by command: release folders, what is said of them, and how they are forgotten."""

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support.trees import Tree, html, name

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def run(feedsvc: Run, database_url: str) -> Run:
    """Runs a command over a database of the test's own."""

    def run(*arguments: str | Path) -> CompletedProcess[str]:
        return feedsvc(*arguments, settings={"FEEDSVC_DATABASE_URL": database_url})

    return run


@pytest.fixture
def first(tmp_path: Path) -> Tree:
    """A release folder of four posts."""
    tree = Tree(tmp_path / "v" / "release-9")
    for number in range(1, 5):
        tree.post(name(number), html("全文。"))
    return tree


def test_the_next_release_folder_brings_its_corrections(
    run: Run, first: Tree, tmp_path: Path
):
    """Copied, the first deleted, one title changed; `archives` knows both."""
    assert "new 4" in run("import", first.root).stdout
    second = Tree(Path(shutil.copytree(first.root, tmp_path / "v" / "release-10")))
    shutil.rmtree(first.root)
    second.post(name(1), html("全文。"), title="新题")
    done = run("import", second.root)
    assert "changed 1 · unchanged 3 · same article 0" in done.stdout
    assert done.stderr == ""
    _head, ten, nine = run("archives").stdout.splitlines()
    assert ten.split()[:5] == [str(second.root), str(second.root), "there", "4", "4"]
    assert nine.split()[:5] == [str(first.root), str(first.root), "gone", "4", "0"]


def test_an_import_that_loses_says_what_to_do(run: Run, first: Tree, tmp_path: Path):
    """And doing it helps."""
    run("import", first.root, "--name", "the first")
    digests = Tree(tmp_path / "digests")
    for number in range(1, 4):
        digests.post(name(number), "摘要。")
    done = run("import", digests.root)
    assert "same article 3" in done.stdout
    assert done.stderr.startswith("3 of 3 new or different files lost")
    assert "feedsvc archives forget 'the first'" in done.stderr
    said = run("archives", "forget", "the first").stdout
    assert said == "the first is forgotten, 4 files; articles stay.\n"
    assert "changed 3" in run("import", digests.root).stdout


def test_renaming(run: Run, first: Tree):
    """A moved folder under its new path is known file by file."""
    run("import", first.root)
    moved = first.root.rename(first.root.with_name("release-10"))
    done = run("archives", "rename", first.root, moved)
    assert done.stdout == f"{first.root} is {moved} now.\n"
    assert "unchanged 4" in run("import", moved).stdout
    refused = run("archives", "rename", first.root, "x")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"no archive: {first.root}" in refused.stderr
