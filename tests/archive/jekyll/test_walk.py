"""Finding and reading the files of a tree that may be hostile."""

import os
from pathlib import Path

import pytest

from feedsvc.archive.jekyll import naming
from feedsvc.archive.jekyll.files import MAX_FILE_BYTES, read_file
from feedsvc.archive.jekyll.walk import FileKind, FoundFile, PassedOver, find_files
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
    """The paths of the posts and category files that a walk finds."""
    return [
        file.path
        for file in find_files(root)
        if isinstance(file, FoundFile) and file.kind is not FileKind.ASIDE
    ]


def aside(root: Path) -> dict[str, str]:
    """Reasons by path why files that may be posts are none."""
    return {
        file.path: naming.find_aside(file.path) or ""
        for file in find_files(root)
        if isinstance(file, FoundFile) and file.kind is FileKind.ASIDE
    }


def reported(root: Path) -> dict[str, str]:
    """The reasons that a walk reports, by path."""
    return {
        report.path: report.reason
        for report in find_files(root)
        if isinstance(report, UnreadablePost)
    }


def passed_over(root: Path) -> dict[str, str]:
    """The reasons for which files are named as no posts, by path."""
    told = {
        report.path: report.reason
        for report in find_files(root)
        if isinstance(report, PassedOver)
    }
    told |= {
        path: reason
        for path, reason in aside(root).items()
        if naming.is_aside_told(path)
    }
    return dict(sorted(told.items()))


def test_folders_of_posts_go_by_name_at_any_depth(tree: Path):
    """`_posts` and `old_post` hold posts, with the folders in them; no other folder does."""
    put(tree, "_posts/2021-12-08-a.md")
    put(tree, "_posts/2021/12/2021-12-08-b.md")
    put(tree, "news/_posts/2021-12-08-c.md")
    put(tree, "old_post/2021-12-08-d.markdown")
    put(tree, "more/2021-12-08-stray.md")
    put(tree, "2021-12-08-stray.md")
    put(tree, "pages/about.md")
    put(tree, "README.md")
    assert found(tree) == [
        "_posts/2021-12-08-a.md",
        "_posts/2021/12/2021-12-08-b.md",
        "news/_posts/2021-12-08-c.md",
        "old_post/2021-12-08-d.markdown",
    ]
    assert passed_over(tree) == dict.fromkeys(
        ("2021-12-08-stray.md", "more/2021-12-08-stray.md"),
        "named like a post, but in no folder of posts (_posts or old_post)",
    )


@pytest.mark.parametrize(
    "name",
    [
        "2021-12-08-a.md", "2021-1-8-a.md", "21-12-08-a.md", "2021-12-08-two.dots.md",
        "2021-12-08-202112082206672930.md", "2021-12-08-NW202112082206672930.md",
        "-202205262391921712.md", "202205262391921712.md", "NW202205262391921712.md",
        "2021-12-08-a.MD", "2021-12-08-a.Markdown", "2021-12-08-a.mkd",
        "2021-12-08-a.mkdn", "2021-12-08-a.mkdown", "2021-12-08-a.html",
        "2021-12-08-a.HTML", "2021-12-08-a.htm", "2021-12-08-a.xhtml",
    ],
)  # fmt: skip
def test_names_of_posts(tree: Path, name: str):
    """What Jekyll takes, and what the archive named by its ids alone."""
    put(tree, f"_posts/{name}")
    assert found(tree) == [f"_posts/{name}"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("README.md", "not named like a post"),
        ("no-date.md", "not named like a post"),
        ("2021-12-08.md", "not named like a post"),
        ("2021-12-08 blank.md", "not named like a post"),
        ("copy of 2021-12-08-a.md", "not named like a post"),
        ("2021-12-08-noending", "not named like a post"),
        ("12345678901234567.md", "not named like a post"),
        ("_2021-12-08-a.md", "hidden"),
        ("#2021-12-08-a.md#", "hidden"),
        ("~2021-12-08-a.md", "hidden"),
        ("2021-12-08-a.md~", "hidden"),
        (".2021-12-08-a.md", "hidden"),
        ("2021-12-08-a.jpg", "no text"),
    ],
)
def test_what_is_no_post_is_passed_over_with_a_reason(
    tree: Path, name: str, reason: str
):
    """Nothing in a folder of posts is left out without a word."""
    put(tree, f"_posts/{name}")
    assert (found(tree), reported(tree)) == ([], {})
    [(path, said)] = passed_over(tree).items()
    assert path == f"_posts/{name}"
    assert said.startswith(reason)


@pytest.mark.parametrize("name", [".gitkeep", ".DS_Store"])
def test_dotfiles_that_hold_no_post_are_not_worth_a_line(tree: Path, name: str):
    """Every checkout has some."""
    put(tree, f"_posts/{name}")
    assert list(find_files(tree)) == []


@pytest.mark.parametrize("ending", [".docx", ".rtf", ".tex", ".md.bak"])
def test_posts_in_other_formats_are_reported(tree: Path, ending: str):
    """Jekyll publishes them, so that something is lost."""
    put(tree, f"_posts/2021-12-08-a{ending}")
    assert found(tree) == []
    [(path, reason)] = reported(tree).items()
    assert path == f"_posts/2021-12-08-a{ending}"
    assert reason == f".{ending.split('.')[-1]} is not read, only Markdown and HTML are"


@pytest.mark.parametrize(
    "ending", [".textile", ".txt", ".adoc", ".rst", ".org", ".Rmd"]
)
def test_posts_in_other_markup_are_posts(tree: Path, ending: str):
    """Jekyll publishes them too."""
    put(tree, f"_posts/2021-12-08-a{ending}")
    assert found(tree) == [f"_posts/2021-12-08-a{ending}"]


@pytest.mark.parametrize("folder", ["_drafts", "_h", "h~", "#h", "~h", "_posts"])
def test_a_hidden_folder_among_posts_is_passed_over(tree: Path, folder: str):
    """It is named once, whatever is in it."""
    put(tree, f"_posts/a/{folder}/2021-12-08-a.md")
    put(tree, f"_posts/a/{folder}/2021-12-08-b.md")
    assert found(tree) == []
    assert passed_over(tree) == {f"_posts/a/{folder}": "a folder hidden by its name"}


@pytest.mark.parametrize(
    "folder", ["vendor", "x.y", "a/b", "_posts/vendor", "_posts/node_modules"]
)
def test_folders_that_jekyll_enters_are_entered(tree: Path, folder: str):
    """Only what Bundler puts below `vendor` is left out."""
    path = f"{folder}/2021-12-08-a.md"
    path = path if folder.startswith("_posts") else path.replace("/2", "/_posts/2")
    put(tree, path)
    assert found(tree) == [path]


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
    "folder",
    [
        ".git", "_site", "_drafts", "a/_drafts", "_layouts", "_hidden", "~old", "#old",
        "old~", "node_modules", "a/node_modules", "vendor/bundle", "vendor/gems",
    ],
)  # fmt: skip
def test_what_is_not_content_is_not_entered(tree: Path, folder: str):
    """Hidden folders, built sites and tools are skipped, however post-like inside."""
    put(tree, f"{folder}/_posts/2021-12-08-a.md")
    assert (found(tree), reported(tree), passed_over(tree)) == ([], {}, {})


def test_what_somebody_put_aside_is_found(tree: Path):
    """Drafts are any text; elsewhere a file is named like a post, and no tool's copy."""
    put(tree, "_drafts/a.md")
    put(tree, "news/_drafts/b.html")
    put(tree, "_old/2021-12-08-c.md")
    put(tree, "_old/notes.md")
    put(tree, "_posts/_old/d.md")
    put(tree, "_posts/_2021-12-08-e.md")
    put(tree, "_drafts/picture.jpg")
    for folder in (".history", "_site", "_layouts", ".git", "_old/.trash", "x~"):
        put(tree, f"{folder}/_posts/2021-12-08-f.md")
    put(tree, "_posts/2021-12-08-g.md~")
    (tree / "_posts/.#2021-12-08-h.md").symlink_to("editor@host")
    assert aside(tree) == {
        "_drafts/a.md": "in a folder of drafts",
        "news/_drafts/b.html": "in a folder of drafts",
        "_old/2021-12-08-c.md": "in a folder hidden by its name",
        "_posts/_old/d.md": "in a folder hidden by its name",
        "_posts/_2021-12-08-e.md": "hidden by its name",
    }


def test_the_order_is_fixed(tree: Path):
    """Two walks of one tree, whatever the file system's order, are the same."""
    for name in (
        "b/_posts/2021-12-08-x.md",
        "_posts/2021-12-08-y.md",
        "a/_posts/2021-12-08-z.md",
    ):
        put(tree, name)
    assert found(tree) == sorted(found(tree))


def test_links_out_of_the_tree_are_reported(tree: Path, tmp_path: Path):
    """A file or a folder that leads out is named, and neither read nor entered."""
    put(tree, "_posts/2021-12-08-a.md")
    (tree / "_posts/2021-12-08-out.md").symlink_to(tmp_path / "secret.md")
    (tree / "up").symlink_to(tmp_path)
    assert found(tree) == ["_posts/2021-12-08-a.md"]
    assert set(reported(tree)) == {"_posts/2021-12-08-out.md", "up"}


def test_links_inside_the_tree_make_no_loop(tree: Path):
    """A linked folder is met where it stands; a linked file is a file."""
    put(tree, "_posts/2021-12-08-a.md")
    (tree / "_posts/again").symlink_to(tree)
    (tree / "_posts/2021-12-08-b.md").symlink_to("2021-12-08-a.md")
    assert found(tree) == ["_posts/2021-12-08-a.md", "_posts/2021-12-08-b.md"]
    assert reported(tree) == {}


@pytest.mark.parametrize("target", ["gone.md", "2021-12-08-a.md"])
def test_a_link_to_nothing_or_itself_is_reported(tree: Path, target: str):
    """It says so instead of stopping the walk."""
    (tree / "_posts").mkdir()
    (tree / "_posts/2021-12-08-a.md").symlink_to(target)
    assert list(reported(tree)) == ["_posts/2021-12-08-a.md"]


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
    os.mkfifo(tree / "_posts/2021-12-08-a.md")
    assert reported(tree) == {"_posts/2021-12-08-a.md": "not a regular file"}


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
