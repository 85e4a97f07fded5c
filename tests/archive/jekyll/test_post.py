"""Posts and category files from bytes."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.archive.jekyll.post import (
    RawPost,
    find_withholding,
    read_category,
    read_post,
)
from feedsvc.errors import UnreadablePost

PATH = "_posts/2021-12-08-202112080000000001.md"


def test_a_post_is_read_as_written():
    """Every field keeps its text."""
    data = (
        '---\nlayout: post\ntitle: "甲"\ndate: 2021-12-08 10:46:18\n'
        "categories: TechWeb\ntags: 甲报新闻\n---\n\n正文\n"
    )
    fields = {
        "layout": "post",
        "title": "甲",
        "date": "2021-12-08 10:46:18",
        "categories": "TechWeb",
        "tags": "甲报新闻",
    }
    assert read_post(PATH, data.encode()) == RawPost(PATH, fields, "\n正文\n", 8)


def test_a_site_may_say_what_a_post_does_not():
    """A key of the post outranks the site's, even if it is empty."""
    post = read_post(PATH, b"---\na: 1\nb:\n---\n", {"a": "2", "b": "3", "c": "4"})
    assert post.fields == {"a": "1", "b": None, "c": "4"}
    assert (post.text("b", "c"), post.text("b")) == ("4", "")


def test_only_a_post_of_jekyll_s_needs_no_front_matter():
    """Elsewhere Jekyll copies such a file as it is."""
    assert read_post(PATH, "正文".encode()) == RawPost(PATH, {}, "正文", 1)
    with pytest.raises(UnreadablePost, match="no front matter"):
        read_post("old_post/202112080000000001.md", "正文".encode())


def test_the_malformed_twin_is_read():
    """Empty title, a date that is only a zone, a link to nothing."""
    data = (
        '---\nlayout: post\ntitle: ""\ndate:  +0800\ncategories: a\n---\n正文\n\n<>\n'
    )
    post = read_post("_posts/-202112080000000001.md", data.encode())
    assert post.fields["title"] == ""
    assert (post.text("date"), post.text("categories")) == ("+0800", "a")


def test_bytes_that_are_no_utf8_are_placed():
    """The reason says at which byte."""
    with pytest.raises(UnreadablePost, match="not UTF-8 at byte 11"):
        read_post(PATH, b"---\ntitle: \xff\n---\n")


def test_a_category_file_gives_the_raw_name():
    """Two spaces and all; None where there is no name."""
    assert read_category("category/x.html", b"---\ncategory: a  b\n---") == "a  b"
    assert read_category("category/x.html", b"---\nlayout: category\n---") is None


@pytest.mark.parametrize(
    "value",
    [
        "false", "False", "FALSE", "fAlse", "no", "No", "off", "OFF", "false # not yet",
        '"false"', "'no'", "n", "0", "", "~", "null", "[false]", "|\n  false",
    ],
)  # fmt: skip
def test_a_post_may_ask_not_to_be_published(value: str):
    """What YAML reads as false or nothing, as Jekyll does, and what looks like it."""
    data = f"---\ntitle: a\npublished: {value}\n---\n"
    withheld = read_post(PATH, data.encode()).withheld
    assert withheld is not None
    assert withheld.startswith("published:")


@pytest.mark.parametrize(
    "front_matter",
    [
        'title: "a "b""\npublished: false',  # no YAML: the lines are read one by one
        'title: "a "b""\npublished : no  # not yet',
        'title: "a "b""\n"published": "false"',
        "Published: false",
        "published: true\npublished: false",
        "draft: true",
        "draft: yes",
    ],
)
def test_however_it_is_written(front_matter: str):
    """Broken YAML, another case, the last of two, and the word that other tools use."""
    assert read_post(PATH, f"---\n{front_matter}\n---\n".encode()).withheld


@pytest.mark.parametrize(
    "front_matter",
    [
        "published: true",
        "published: yes",
        "published: 2021-12-08",
        "draft: false",
        "a: no",
    ],
)
def test_other_posts_are_to_be_published(front_matter: str):
    """Nothing else holds a post back."""
    assert read_post(PATH, f"---\n{front_matter}\n---\n".encode()).withheld is None


@given(st.binary() | st.binary().map(lambda data: b"---\n" + data + b"\n---\n"))
@example(b"\xef\xbb\xbf---\ntitle: \x00\n---\n")
def test_any_bytes_are_a_post_or_unreadable(data: bytes):
    """Nothing a file holds raises anything else."""
    with suppress(UnreadablePost):
        assert isinstance(read_post(PATH, data), RawPost)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"---\ntitle: \xff\npublished: false\n---\n", "published: false"),
        (b"---\ntitle: &a x\n  'draft' : yes # soon\n---\n", "draft: yes"),
        (b"---\n{title: [x, published: no}\n", "published: no"),
        (b"title: x\r\npublished:false\r\n", "published: false"),
        ("---\npublished: false\n---\n".encode("utf-16"), "published: false"),
        (b"---\ntitle: \xff\npublished: true\n---\npublished: false\n", None),
        (b"---\ntitle: published: false\nunpublished: false\n---\n", None),
        (b"", None),
    ],
)
def test_what_cannot_be_read_still_asks(data: bytes, words: str | None):
    """The flag is found in front matter of any form, and never in the text below it."""
    assert find_withholding(data) == words
