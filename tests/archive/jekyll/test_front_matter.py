"""Front matter as text, from well-formed, broken and hostile YAML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.archive.jekyll.front_matter import MAX_BYTES, FrontMatterError, split
from feedsvc.archive.jekyll.yaml_text import Value


def fields_of(block: str) -> dict[str, Value]:
    """The fields of a post whose front matter is `block`."""
    fields = split(f"---\n{block}\n---\n正文\n").fields
    assert fields is not None
    return fields


def test_fields_and_body_come_apart():
    """The body begins on the line behind the second fence."""
    fields, body, line = split('---\nlayout: post\ntitle: "甲"\n---\n\n正文\n')
    assert fields == {"layout": "post", "title": "甲"}
    assert (body, line) == ("\n正文\n", 5)


def test_three_dots_end_it_too():
    """As in YAML."""
    assert split("---\ntitle: 甲\n...\n正文") == ({"title": "甲"}, "正文", 4)


@pytest.mark.parametrize("text", ["", "正文", "----\ntitle: 甲\n---\n", "-- a"])
def test_without_front_matter_all_is_body(text: str):
    """Jekyll publishes such a post too."""
    assert split(text) == (None, text, 1)


@pytest.mark.parametrize("block", ["", "# nothing", "~"])
def test_front_matter_may_be_empty(block: str):
    """It has no fields then."""
    assert fields_of(block) == {}


@pytest.mark.parametrize("before", ["\n", "\n \n", "\ufeff", "\ufeff\r\n"])
def test_the_first_fence_need_not_be_at_the_first_byte(before: str):
    """Old posts start with a blank line, and editors leave byte order marks."""
    assert split(f"{before}---\ntitle: 甲\n---\n")[0] == {"title": "甲"}


def test_line_ends_come_out_as_line_feeds():
    """CRLF and CR are line ends too."""
    assert split("---\r\ntitle: 甲\r\n---\r\n一\r二\r\n") == (
        {"title": "甲"},
        "一\n二\n",
        4,
    )


@pytest.mark.parametrize(
    "value", ["NO", "012", "12:30:45", "2024-02-30", "1_0", "0x10", "+0800"]
)
def test_every_value_is_the_text_that_was_written(value: str):
    """YAML would make a boolean, a number or an error of these."""
    assert fields_of(f"key: {value}") == {"key": value}


@pytest.mark.parametrize(
    ("value", "read"),
    [("~", None), ("null", None), ("", None), ('"~"', "~"), ("'null'", "null")],
)
def test_null_is_no_text(value: str, read: str | None):
    """Unless it stands between quotes; so with broken YAML."""
    assert fields_of(f"key: {value}") == {"key": read}
    assert fields_of(f'title: "a "b""\nkey: {value}')["key"] == read


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ('title: "他说"好"了"', '他说"好"了'),
        ("title: '他说'好'了'", "他说'好'了"),
        ('title: "好"了', '"好"了'),
        ("title: 他说: 好", "他说: 好"),
        ("title: *ST甲", "*ST甲"),
        ("title: *ST", "*ST"),
        ("title: 【甲】乙", "【甲】乙"),
        ("title: @甲", "@甲"),
        ("title:\t甲\t: 乙", "甲 : 乙"),
    ],
)
def test_what_is_broken_yaml_is_read_by_the_line(line: str, title: str):
    """The archive's titles stand between quotes that nobody escaped."""
    assert fields_of(f"layout: post\n{line}\ndate: 2021-12-08")["title"] == title


def test_inner_spaces_of_a_value_are_kept():
    """Two spaces in a category's name differ from one."""
    assert fields_of("categories: a  b")["categories"] == "a  b"


@pytest.mark.parametrize("block", ["k: [a, b]", "k:\n- a\n- b", "k: [a, [x], b]"])
def test_a_list_is_its_items(block: str):
    """In order, lists in lists included, also beside broken YAML."""
    wanted = ("a", ("x",), "b") if "x" in block else ("a", "b")
    assert fields_of(block)["k"] == wanted
    assert fields_of(f'title: "a "b""\n{block}')["k"] == wanted


def test_of_a_key_given_twice_the_last_counts():
    """As with every YAML library that does not refuse."""
    assert fields_of("k: a\nk: b") == {"k": "b"}


def test_a_value_may_be_a_mapping():
    """Authors and pictures are given so."""
    assert fields_of("k: {a: b}\nl: c") == {"k": {"a": "b"}, "l": "c"}


@pytest.mark.parametrize(
    ("block", "key", "value"),
    [
        ("a: &x 甲\nb: *x", "b", "甲"),
        ("a: &x [1, 2]\nb: *x", "b", ("1", "2")),
        ("a: &x {c: d, e: f}\nb: {<<: *x, e: g}", "b", {"c": "d", "e": "g"}),
    ],
)
def test_an_alias_says_again_what_its_anchor_says(block: str, key: str, value: Value):
    """Under the caps; mappings are merged."""
    assert fields_of(block)[key] == value


BOMB = "\n".join(
    ["a: &a [x, x, x]"]
    + [
        f"{n}: &{n} [{', '.join([f'*{m}'] * 9)}]"
        for m, n in zip("abcdef", "bcdefg", strict=True)
    ]
)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (BOMB, "values"),
        ("k: !!python/object:os.system x", "tags"),
        ("k: !!binary aGk=", "tags"),
        ("k: " + "[" * 5000, "nested"),
        ("k: " + "{a: " * 5000, "nested"),
    ],
)
def test_yaml_that_means_more_than_text_is_refused(block: str, reason: str):
    """No bomb unfolds, no object is built, nothing recurses without end."""
    with pytest.raises(FrontMatterError, match=reason):
        fields_of(block)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 甲",
        "---\n- a\n- b\n---\n",
        f"---\ntitle: {'甲' * MAX_BYTES}\n---\n",
        f"---\ntitle: {'甲' * (MAX_BYTES // 2)}\n---\n",
    ],
)
def test_no_readable_front_matter_is_an_error(text: str):
    """Open, without pairs, or too large."""
    with pytest.raises(FrontMatterError):
        split(text)


@given(st.text(st.characters(exclude_categories=())))
def test_any_block_is_read_or_refused(block: str):
    """No text gets another exception out of it, lone surrogates included."""
    try:
        fields = split(f"---\n{block}\n---\n").fields or {}
    except FrontMatterError:
        return
    assert all(isinstance(key, str) for key in fields)
