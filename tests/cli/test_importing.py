"""Storing by command: import with its summary and exit status, rederive, backup."""

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support.posts import Post, write_archive

Run = Callable[..., CompletedProcess[str]]

GOOD = Post(
    stem="2026-11-01-202611010000000001", title="滨江", date="2026-11-01 08:00:00"
)
SUMMARY = (
    "read {read} · new {new} · changed {changed} · unchanged {unchanged} · "
    "same article {same} · rejected {rejected} · incomplete {incomplete} · "
    "unpublished {unpublished} · passed over {passed} · "
)
NOTHING = dict.fromkeys(
    (
        "read", "new", "changed", "unchanged", "same", "rejected", "incomplete",
        "unpublished", "passed",
    ),
    0,
)  # fmt: skip


@pytest.fixture
def settings(sqlite_url: str) -> dict[str, str]:
    """Of the commands here: a database of the test's own."""
    return {"FEEDSVC_DATABASE_URL": sqlite_url}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """An archive with one good post, and one that is no text."""
    root = write_archive(tmp_path / "archive", [GOOD], categories=["gundong"])
    (root / "_posts" / "2026-11-02-202611020000000002.md").write_bytes(
        b"---\n\xff\n---\n"
    )
    return root


def summed_up(done: CompletedProcess[str], **counts: int) -> bool:
    """Whether a command's last line is the summary with these counts, else zero."""
    line = SUMMARY.format(**NOTHING | counts)
    return re.fullmatch(re.escape(line) + r"\d+\.\d s\n", done.stdout) is not None


def test_an_import_sums_up(feedsvc: Run, settings: dict[str, str], tree: Path) -> None:
    """A bad file is reported with path and reason, and stops nothing."""
    done = feedsvc("import", tree, settings=settings)
    assert done.returncode == 0
    assert summed_up(done, read=2, new=1, rejected=1), done.stdout
    assert (
        done.stderr
        == "rejected _posts/2026-11-02-202611020000000002.md: not UTF-8 at byte 4;"
        " save it as UTF-8\n"
    )


def test_a_second_import_finds_nothing_new(
    feedsvc: Run, settings: dict[str, str], tree: Path
) -> None:
    """The bad file is reported again: somebody should look at it."""
    feedsvc("import", tree, settings=settings)
    done = feedsvc("import", tree, settings=settings)
    assert summed_up(done, read=2, unchanged=1, rejected=1), done.stdout
    assert "not UTF-8" in done.stderr


def test_strict_fails_for_a_rejected_file(
    feedsvc: Run, settings: dict[str, str], tree: Path
) -> None:
    """The rest is imported all the same; without a bad file strict is content."""
    done = feedsvc("import", tree, "--strict", settings=settings)
    assert done.returncode == 1
    assert summed_up(done, read=2, new=1, rejected=1), done.stdout
    (tree / "_posts" / "2026-11-02-202611020000000002.md").unlink()
    done = feedsvc("import", tree, "--strict", settings=settings)
    assert (done.returncode, done.stderr) == (0, "")


def test_whatever_does_not_come_in_is_named(
    feedsvc: Run, settings: dict[str, str], tmp_path: Path
) -> None:
    """Each with its path and reason, twice the same; strict fails for what is lost."""
    tree = write_archive(
        tmp_path / "archive",
        [GOOD, replace(GOOD, stem="2026-11-02-202611020000000002", date="昨天")],
    )
    (tree / "_posts/2026-11-03-a.md").write_text(
        GOOD.text.replace("layout: post", "published: false"), encoding="utf-8"
    )
    (tree / "_posts/README.md").write_text("about", encoding="utf-8")
    (tree / "_posts/2026-11-04-a.docx").write_text(GOOD.text, encoding="utf-8")
    lines = [
        "incomplete _posts/2026-11-02-202611020000000002.md: the date '昨天' cannot be read",
        "passed over _posts/README.md: not named like a post"
        " (YYYY-MM-DD-title, or an 18-digit id)",
        "rejected _posts/2026-11-04-a.docx:"
        " .docx is not read, only Markdown and HTML are",
        "unpublished _posts/2026-11-03-a.md: published: false",
    ]
    counts = {"read": 4, "rejected": 1, "incomplete": 1, "unpublished": 1, "passed": 1}
    done = feedsvc("import", tree, settings=settings)
    assert summed_up(done, new=1, **counts), done.stdout
    assert sorted(done.stderr.splitlines()) == lines
    done = feedsvc("import", tree, "--strict", settings=settings)
    assert done.returncode == 1
    assert summed_up(done, unchanged=1, **counts), done.stdout
    assert sorted(done.stderr.splitlines()) == lines


def test_strict_is_content_with_what_is_meant_to_stay_out(
    feedsvc: Run, settings: dict[str, str], tmp_path: Path
) -> None:
    """Neither an unpublished post nor a file that is none is a loss."""
    tree = write_archive(tmp_path / "archive", [GOOD])
    (tree / "_posts/2026-11-03-a.md").write_text(
        GOOD.text.replace("layout: post", "published: false"), encoding="utf-8"
    )
    (tree / "_posts/README.md").write_text("about", encoding="utf-8")
    done = feedsvc("import", tree, "--strict", settings=settings)
    assert done.returncode == 0, done.stderr


def test_a_file_name_cannot_steer_a_terminal(
    feedsvc: Run, settings: dict[str, str], tree: Path
) -> None:
    """Escapes, line ends, bidirectional marks and bytes that are no text are shown."""
    folder = os.fsencode(tree / "_posts")
    for name in (
        b"2026-11-03-\x1b]0;owned\x07\x1b[2J.md",
        b"2026-11-03-two\nlines: rejected [red]markup[b].md",
        "2026-11-03-\u202egnp.md".encode(),
        b"2026-11-03-\xff\xfe.md",
    ):
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123 - bytes
            file.write(b"---\nnot closed")
    done = feedsvc("import", tree, settings=settings)
    assert summed_up(done, read=6, new=1, rejected=5), done.stdout
    lines = done.stderr.splitlines()
    assert len(lines) == 5
    assert all(line.isprintable() for line in lines)
    assert all(line.startswith("rejected _posts/") for line in lines)
    assert any(r"\x1b]0;owned\x07" in line for line in lines)
    assert any("[red]markup[b]" in line for line in lines)


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("nowhere", "no such folder"),
        ("empty", "holds no posts"),
        ("a-file", "no such folder"),
    ],
)
def test_no_archive_is_an_error(
    feedsvc: Run, settings: dict[str, str], tmp_path: Path, folder: str, reason: str
) -> None:
    """A typing error in the path is no import of nothing."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "a-file").touch()
    done = feedsvc("import", folder, settings=settings)
    assert done.returncode == 1
    assert done.stderr == f"feedsvc: {folder}: {reason}\n"


def test_an_archive_may_be_named(
    feedsvc: Run, settings: dict[str, str], tree: Path, tmp_path: Path
) -> None:
    """Under its name it is the same archive, wherever it stands."""
    feedsvc("import", tree, "--name", "daily", settings=settings)
    moved = tree.rename(tmp_path / "elsewhere")
    done = feedsvc("import", moved, "--name", "daily", settings=settings)
    assert summed_up(done, read=2, unchanged=1, rejected=1), done.stdout


def test_rederive_says_what_it_did(
    feedsvc: Run, settings: dict[str, str], tree: Path
) -> None:
    """Nothing, where the rules are those that made everything."""
    feedsvc("import", tree, settings=settings)
    done = feedsvc("rederive", settings=settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "made anew 0 · read differently 0\n"
    done = feedsvc("rederive", "--dry-run", settings=settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "would make anew 0 · credits would change 0\n"


def test_a_backup_is_whole_and_checked(
    feedsvc: Run, settings: dict[str, str], tree: Path, tmp_path: Path
) -> None:
    """The copy is one file, with every article."""
    feedsvc("import", tree, settings=settings)
    copy = tmp_path / "copy.db"
    done = feedsvc("backup", copy, settings=settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{copy}: {copy.stat().st_size} bytes, checked\n"
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_a_backup_replaces_nothing(
    feedsvc: Run, settings: dict[str, str], tmp_path: Path
) -> None:
    """An older copy is not lost to a newer."""
    copy = tmp_path / "copy.db"
    copy.write_bytes(b"precious")
    done = feedsvc("backup", copy, settings=settings)
    assert done.returncode == 1
    assert done.stderr == f"feedsvc: {copy}: exists already\n"
    assert copy.read_bytes() == b"precious"


def test_a_backup_needs_a_folder(feedsvc: Run, settings: dict[str, str]) -> None:
    """One line, and no trace."""
    done = feedsvc("backup", "nowhere/copy.db", settings=settings)
    assert done.returncode == 1
    assert done.stderr.startswith("feedsvc: nowhere/copy.db: ")
    assert done.stderr.count("\n") == 1


def test_a_check_tells_by_kind_and_stores_nothing(
    feedsvc: Run, settings: dict[str, str], tree: Path
) -> None:
    """Counts, reasons with examples, and what to do."""
    for number in range(1, 5):
        path = tree / f"_posts/2026-11-0{number}-note.md"
        path.write_text("---\ntitle: a\n---\n{% gist 1 %}", encoding="utf-8")
    (tree / "_posts/2026-11-05-a.docx").write_text("x", encoding="utf-8")
    done = feedsvc("import", tree, "--check", "--strict", settings=settings)
    assert done.returncode == 1
    said = done.stdout
    assert "7 posts: 5 would come in as articles; nothing was stored" in said
    assert "\nrejected: 2 cannot become articles; mend the files\n" in said
    assert "\n    _posts/2026-11-05-a.docx: .docx is not read" in said
    assert "\nlook at: 4 would come in" in said
    assert said.count("Liquid was left out at line 4: {% gist 1 %}.") == 3
    stored = settings["FEEDSVC_DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(stored)) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (0,)
