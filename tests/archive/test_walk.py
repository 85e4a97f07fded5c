"""Finding and reading the files of a tree that may be hostile."""

import os
from pathlib import Path

import pytest

from feedsvc.archive.walk import (
    MAX_FILE_BYTES,
    FileKind,
    FoundFile,
    find_files,
    read_file,
)
from feedsvc.errors import ArchiveNotFound, UnreadablePost


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """An empty archive with something outside it."""
    (tmp_path / "secret.md").write_text("outside")
    root = tmp_path / "archive"
    root.mkdir()
    return root


def put(root: Path, path: str, text: str = "text") -> Path:
    """Writes a file and the folders above it."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def found(root: Path) -> list[str]:
    """The paths of the files that a walk finds."""
    return [file.path for file in find_files(root) if isinstance(file, FoundFile)]


def reported(root: Path) -> dict[str, str]:
    """The reasons that a walk reports, by path."""
    return {
        report.path: report.reason
        for report in find_files(root)
        if isinstance(report, UnreadablePost)
    }


def test_folders_of_posts_go_by_name_or_by_a_dated_file(tree: Path):
    """`_posts` and `old_post` count always, any other folder by what it holds."""
    put(tree, "_posts/-1.md")
    put(tree, "old_post/x.markdown")
    put(tree, "more/2021-12-08-a.md")
    put(tree, "more/undated.html")
    put(tree, "pages/about.md")
    put(tree, "README.md")
    assert found(tree) == [
        "_posts/-1.md",
        "more/2021-12-08-a.md",
        "more/undated.html",
        "old_post/x.markdown",
    ]


def test_the_root_itself_may_be_a_folder_of_posts(tree: Path):
    """A flat archive is one too."""
    put(tree, "2021-12-08-a.md")
    put(tree, "notes.txt")
    assert found(tree) == ["2021-12-08-a.md"]


def test_category_files_are_told_from_posts(tree: Path):
    """Only `category/*.html` at the root says which categories exist."""
    put(tree, "category/TechWeb.html")
    put(tree, "category/notes.md")
    put(tree, "deep/category/Other.html")
    [file] = find_files(tree)
    assert isinstance(file, FoundFile)
    assert (file.path, file.kind, file.size) == (
        "category/TechWeb.html",
        FileKind.CATEGORY,
        4,
    )


@pytest.mark.parametrize(
    "folder", [".git", "_site", "_drafts", "_layouts", "node_modules", "vendor"]
)
def test_what_is_not_content_is_not_entered(tree: Path, folder: str):
    """Hidden folders, built sites and tools are skipped, however post-like inside."""
    put(tree, f"{folder}/_posts/2021-12-08-a.md")
    assert list(find_files(tree)) == []


def test_dotfiles_are_no_posts(tree: Path):
    """An editor's leftovers stand beside posts."""
    put(tree, "_posts/.2021-12-08-a.md")
    assert list(find_files(tree)) == []


def test_the_order_is_fixed(tree: Path):
    """Two walks of one tree, whatever the file system's order, are the same."""
    for name in ("b/2021-12-08-x.md", "a/2021-12-08-y.md", "a/c/2021-12-08-z.md"):
        put(tree, name)
    assert found(tree) == sorted(found(tree))


def test_links_out_of_the_tree_are_reported(tree: Path, tmp_path: Path):
    """A file or a folder that leads out is named, and neither read nor entered."""
    put(tree, "_posts/a.md")
    (tree / "_posts/out.md").symlink_to(tmp_path / "secret.md")
    (tree / "up").symlink_to(tmp_path)
    assert found(tree) == ["_posts/a.md"]
    assert set(reported(tree)) == {"_posts/out.md", "up"}


def test_links_inside_the_tree_make_no_loop(tree: Path):
    """A linked folder is met where it stands; a linked file is a file."""
    put(tree, "_posts/a.md")
    (tree / "_posts/again").symlink_to(tree)
    (tree / "_posts/b.md").symlink_to("a.md")
    assert found(tree) == ["_posts/a.md", "_posts/b.md"]
    assert reported(tree) == {}


@pytest.mark.parametrize("target", ["gone.md", "a.md"])
def test_a_link_to_nothing_or_itself_is_reported(tree: Path, target: str):
    """It says so instead of stopping the walk."""
    (tree / "_posts").mkdir()
    (tree / "_posts/a.md").symlink_to(target)
    assert list(reported(tree)) == ["_posts/a.md"]


def test_names_that_are_no_utf8_are_reported(tree: Path):
    """A file and a folder with such a name; the report can be printed."""
    folder = os.fsencode(tree / "_posts")
    os.makedirs(folder + b"/\xe9dir")  # noqa: PTH103 - a name of bytes
    Path(os.fsdecode(folder + b"/caf\xe9.md")).write_text("x")
    assert reported(tree) == {
        "_posts/\\xe9dir": "its name is not UTF-8",
        "_posts/caf\\xe9.md": "its name is not UTF-8",
    }


def test_a_pipe_is_reported(tree: Path):
    """It is named like a post, and is none."""
    (tree / "_posts").mkdir()
    os.mkfifo(tree / "_posts/a.md")
    assert reported(tree) == {"_posts/a.md": "not a regular file"}


def test_a_missing_archive_is_said(tree: Path):
    """The walk does not look like an empty one."""
    with pytest.raises(ArchiveNotFound):
        list(find_files(tree / "none"))


def test_reads_up_to_the_cap_and_not_beyond(tree: Path):
    """One byte more than the cap is refused."""
    file = put(tree, "a.md", "x" * MAX_FILE_BYTES)
    assert len(read_file(tree, "a.md")) == MAX_FILE_BYTES
    file.write_text("x" * (2 * MAX_FILE_BYTES))
    with pytest.raises(UnreadablePost, match="larger than"):
        read_file(tree, "a.md")


def test_a_pipe_does_not_make_the_reader_wait(tree: Path):
    """Nobody will ever write to it."""
    os.mkfifo(tree / "a.md")
    with pytest.raises(UnreadablePost, match="not a regular file"):
        read_file(tree, "a.md")


@pytest.mark.parametrize(
    "path", ["../secret.md", "link.md", "gone.md", "folder", "nul\0.md", ""]
)
def test_what_cannot_be_read_is_refused_by_name(tree: Path, tmp_path: Path, path: str):
    """Outside, vanished, a folder, no path at all: one error for all."""
    (tree / "folder").mkdir()
    (tree / "link.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(UnreadablePost) as refused:
        read_file(tree, path)
    assert refused.value.path == path


def test_a_sibling_folder_with_the_same_beginning_is_outside(tree: Path):
    """`archive-2` is not within `archive`."""
    put(tree.parent, "archive-2/a.md")
    with pytest.raises(UnreadablePost, match="out of the archive"):
        read_file(tree, "../archive-2/a.md")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_refused(tree: Path):
    """The reason is the system's."""
    put(tree, "a.md").chmod(0)
    with pytest.raises(UnreadablePost, match="permission denied"):
        read_file(tree, "a.md")
