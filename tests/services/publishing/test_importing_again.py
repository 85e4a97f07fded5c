"""The same archive again: what is known is left alone."""

import os
from pathlib import Path

import pytest

from tests.support.newsroom import Newsroom
from tests.support.trees import NW, code, html, name

# Everything that a second import might have written.
_ROWS = (
    "SELECT * FROM articles ORDER BY id",
    "SELECT * FROM streams ORDER BY id",
    "SELECT * FROM stream_entries ORDER BY stream_id, article_id",
    "SELECT * FROM categories ORDER BY id",
    "SELECT * FROM sources ORDER BY id",
    "SELECT * FROM attributions ORDER BY article_id, position",
    "SELECT * FROM addresses ORDER BY path",
    "SELECT * FROM article_versions ORDER BY id",
    "SELECT * FROM imported_files ORDER BY archive, path",
    "SELECT * FROM site",
)


def stored(newsroom: Newsroom) -> list[list[tuple[object, ...]]]:
    """Every row of every table that an import writes."""
    return [newsroom.rows(query) for query in _ROWS]


def rejected(newsroom: Newsroom) -> dict[str, str]:
    """The rejected files of the last import, each with the reason."""
    return {path: why for path, why, is_rejected in newsroom.problems if is_rejected}


@pytest.fixture
def small(newsroom: Newsroom) -> Newsroom:
    """Two articles, one of them with a twin, a category file and a broken file."""
    tree = newsroom.tree
    tree.post(name(1), html("第一篇。", "江港日报"))
    tree.post(name(1, "old_post"), html("第一篇。", "江港日报"), category="gangkou")
    tree.post(name(2))
    tree.write("_posts/2022-05-01-broken.md", "---\n没有元数据")
    tree.category("haifeng")
    return newsroom


def test_again_changes_nothing(small: Newsroom):
    """No row of any table differs, and the change line stands where it stood."""
    small.import_()
    before = stored(small)
    summary = small.import_()
    assert stored(small) == before
    assert (summary.unchanged, summary.rejected, summary.read) == (3, 1, 4)


def test_unchanged_files_are_not_read_again(small: Newsroom):
    """Other text behind the same size and time is not seen, so nobody looked."""
    small.import_()
    before = stored(small)
    file = small.tree.root / name(2)
    times = file.stat()
    text = file.read_text("utf-8")
    file.write_text(text.replace("三座", "四座"), "utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    small.import_()
    assert stored(small) == before


def test_a_change_within_the_same_tick_is_seen(newsroom: Newsroom):
    """A file that was fresh when it was read is read again, whatever its time says."""
    file = newsroom.tree.post(name(1), "港口扩建三座码头。")
    os.utime(file)
    times = file.stat()
    newsroom.import_()
    newsroom.tree.post(name(1), "港口扩建四座码头。")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert newsroom.import_().changed == 1


def test_touched_files_are_only_looked_at_once_more(small: Newsroom):
    """Same bytes at another time: the time is remembered, and nothing else moves."""
    small.import_()
    revision = small.revision()
    articles = small.rows("SELECT * FROM articles ORDER BY id")
    before = small.value(
        "SELECT mtime_ns FROM imported_files WHERE path = :p", p=name(1)
    )
    small.tree.touch(name(1))
    summary = small.import_()
    after = small.value(
        "SELECT mtime_ns FROM imported_files WHERE path = :p", p=name(1)
    )
    assert (summary.changed, summary.unchanged) == (0, 3)
    assert small.revision() == revision
    assert small.rows("SELECT * FROM articles ORDER BY id") == articles
    assert after > before


def test_a_rejected_file_is_reported_every_time(small: Newsroom):
    """Also when it was not read again."""
    small.import_()
    first = rejected(small)
    small.import_()
    reason = "front matter not closed within 65536 bytes"
    assert rejected(small) == first == {"_posts/2022-05-01-broken.md": reason}


def test_a_rejected_file_that_was_touched_stays_rejected(small: Newsroom):
    """Its bytes are the same, and so is the reason."""
    small.import_()
    first = rejected(small)
    small.tree.touch("_posts/2022-05-01-broken.md")
    summary = small.import_()
    assert (summary.rejected, rejected(small)) == (1, first)


def test_a_rejected_file_is_taken_in_once_it_can_be_read(small: Newsroom):
    """And is not reported any more."""
    small.import_()
    small.tree.post("_posts/2022-05-01-broken.md", f"<{NW}{code(9)}>")
    assert small.import_().new == 1
    assert rejected(small) == {}
    assert small.article(code(9)) == "published"


def test_an_article_outlives_its_file_breaking(newsroom: Newsroom):
    """A file that is not UTF-8 any more is reported; what it said stays."""
    newsroom.tree.post(name(1))
    newsroom.import_()
    before = newsroom.everything()
    newsroom.tree.write(name(1), b"---\ntitle: \xff\n---\n")
    assert newsroom.import_().rejected == 1
    assert newsroom.everything() == before


def test_an_article_outlives_its_file(newsroom: Newsroom):
    """Every article stays for good, as the old site's did not."""
    newsroom.tree.posts(2)
    newsroom.import_()
    before = newsroom.everything()
    (newsroom.tree.root / name(1)).unlink()
    newsroom.import_()
    assert newsroom.everything() == before


def test_an_archive_that_moved_is_known_by_its_name(newsroom: Newsroom, tmp_path: Path):
    """Under the same name nothing is read again, wherever the folder is."""
    newsroom.tree.posts(3)
    newsroom.import_(name="main")
    moved = newsroom.tree.root.rename(tmp_path / "moved")
    assert newsroom.import_(moved, name="main").unchanged == 3
