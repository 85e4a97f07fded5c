"""Posts and category files from bytes."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.archive.post import read_category, read_post
from feedsvc.errors import UnreadablePost
from feedsvc.model.post import RawPost

PATH = "_posts/2021-12-08-202112080000000001.md"


def test_a_post_is_read_as_written():
    """Every field keeps its text; `categories` and `tags` are one each."""
    data = (
        '---\nlayout: post\ntitle: "甲"\ndate: 2021-12-08 10:46:18\n'
        "categories: TechWeb\ntags: 甲报新闻\n---\n\n正文\n"
    )
    assert read_post(PATH, data.encode()) == RawPost(
        PATH, "甲", "2021-12-08 10:46:18", "TechWeb", "甲报新闻", "\n正文\n"
    )


def test_the_singular_keys_count_too():
    """Jekyll knows `category` and `tag`."""
    post = read_post(PATH, b"---\ncategory: a b\ntag: c\n---\n")
    assert (post.category, post.tags) == ("a b", "c")


def test_the_malformed_twin_is_read():
    """Empty title, a date that is only a zone, a link to nothing."""
    data = (
        '---\nlayout: post\ntitle: ""\ndate:  +0800\ncategories: a\n---\n正文\n\n<>\n'
    )
    post = read_post("_posts/-202112080000000001.md", data.encode())
    assert (post.title, post.date, post.category) == ("", "+0800", "a")


def test_bytes_that_are_no_utf8_are_placed():
    """The reason says at which byte."""
    with pytest.raises(UnreadablePost, match="not UTF-8 at byte 11"):
        read_post(PATH, b"---\ntitle: \xff\n---\n")


def test_a_category_file_gives_the_raw_name():
    """Two spaces and all; None where there is no name."""
    assert read_category("category/x.html", b"---\ncategory: a  b\n---") == "a  b"
    assert read_category("category/x.html", b"---\nlayout: category\n---") is None


@given(st.binary() | st.binary().map(lambda data: b"---\n" + data + b"\n---\n"))
@example(b"\xef\xbb\xbf---\ntitle: \x00\n---\n")
def test_any_bytes_are_a_post_or_unreadable(data: bytes):
    """Nothing a file holds raises anything else."""
    with suppress(UnreadablePost):
        assert isinstance(read_post(PATH, data), RawPost)
