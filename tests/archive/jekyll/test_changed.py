"""Changed files: what a walk finds at a few paths is what it finds there at all."""

import os
from pathlib import Path

import pytest

from feedsvc.archive.jekyll.changed import find_changed
from feedsvc.archive.jekyll.config import Collection, Config
from feedsvc.archive.jekyll.walk import find_files

FILES = (
    "_posts/2022-05-01-a.md",
    "_posts/deep/2022-05-01-b.md",
    "_posts/_hidden/2022-05-01-c.md",
    "_posts/.2022-05-01-d.md",
    "_posts/README.md",
    "_posts/2022-05-01-a.docx",
    "_drafts/e.md",
    "sport/_posts/2022-05-01-f.html",
    "sport/2022-05-01-stray.md",
    "old_post/202205010800000001.md",
    "category/haifeng.html",
    "_site/_posts/2022-05-01-built.md",
    ".history/_posts/2022-05-01-kept.md",
    "node_modules/x/_posts/2022-05-01-x.md",
    "_letters/lamp.md",
    "assets/a.png",
)
CONFIG = Config(collections=(Collection("letters", "_letters", ""),))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """An archive with everything that a walk enters, and that it does not."""
    root = tmp_path / "archive"
    for path in FILES:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")
    (tmp_path / "outside/_posts").mkdir(parents=True)
    (tmp_path / "outside/_posts/2022-05-01-o.md").write_text("x", encoding="utf-8")
    (root / "linked").symlink_to(tmp_path / "outside")
    (root / "_posts/2022-05-01-out.md").symlink_to(
        tmp_path / "outside/_posts/2022-05-01-o.md"
    )
    (root / "_posts/2022-05-01-in.md").symlink_to("2022-05-01-a.md")
    (root / "_posts/2022-05-01-none.md").symlink_to("nowhere.md")
    os.mkfifo(root / "_posts/2022-05-01-pipe.md")
    return root


def told(found: object) -> tuple[object, ...]:
    """A finding as one can compare it."""
    return (type(found), *(getattr(found, name, None) for name in ("path", "reason")))


def test_every_path_is_found_as_by_a_walk(tree: Path):
    """Each file and folder alone, and all at once, each of them only once."""
    whole = sorted(map(told, find_files(tree, CONFIG)), key=str)
    paths = [str(path.relative_to(tree)) for path in tree.rglob("*")]
    single = {told(one) for path in paths for one in find_changed(tree, CONFIG, [path])}
    assert sorted(single, key=str) == whole
    assert sorted(map(told, find_changed(tree, CONFIG, paths)), key=str) == whole
    top = {path.partition("/")[0] for path in paths}
    assert sorted(map(told, find_changed(tree, CONFIG, top)), key=str) == whole


def test_what_is_not_walked_to_is_not_found(tree: Path):
    """Nor is a path where nothing is, or below a file."""
    for path in (
        "nowhere.md", "_posts/2022-05-01-gone.md", "_posts/2022-05-01-a.md/x.md",
        "linked/_posts/2022-05-01-o.md", "_site/_posts/2022-05-01-built.md",
    ):  # fmt: skip
        assert list(find_changed(tree, CONFIG, [path])) == [], path
