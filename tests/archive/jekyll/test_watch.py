"""Watching a tree: which paths are told, and when it ends."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from feedsvc.archive.jekyll.watch import changes
from feedsvc.errors import WatchFailed


def until(watched: Iterator[set[str]], wanted: set[str]) -> set[str]:
    """Paths that are told, until all that are wanted came."""
    told: set[str] = set()
    for _ in range(100):
        told |= next(watched)
        if wanted <= told:
            break
    return told


def test_changes_are_told_by_path(tmp_path: Path) -> None:
    """Below the root, whatever leads to it; and nothing of what tools do."""
    root, link = tmp_path / "archive", tmp_path / "link"
    (root / ".git").mkdir(parents=True)
    link.symlink_to(root)
    watched = changes(link, Event(), every_s=0.05)
    assert next(watched) == set()
    (root / ".git/index").write_text("x", encoding="utf-8")
    (root / "a.md").write_text("x", encoding="utf-8")
    assert until(watched, {"a.md"}) == {"a.md"}
    (root / "a.md").rename(root / "b.md")
    assert until(watched, {"a.md", "b.md"}) == {"a.md", "b.md"}
    link.unlink()
    (tmp_path / "other").mkdir()
    link.symlink_to(tmp_path / "other")
    assert list(watched) == []


def test_a_folder_that_cannot_be_watched_is_named(tmp_path: Path) -> None:
    """One that is not there; one that goes away ends, or says the same."""
    with pytest.raises(WatchFailed, match=r"nowhere: .*[Nn]o such file"):
        next(changes(tmp_path / "nowhere", Event(), every_s=0.05))
    root = tmp_path / "archive"
    root.mkdir()
    watched = changes(root, Event(), every_s=0.05)
    next(watched)
    shutil.rmtree(root)
    with pytest.raises(WatchFailed, match="archive: "):
        list(watched)


def test_it_ends_when_it_is_told(tmp_path: Path) -> None:
    """Without another change."""
    is_over = Event()
    watched = changes(tmp_path, is_over, every_s=0.05)
    next(watched)
    is_over.set()
    assert list(watched) == []
