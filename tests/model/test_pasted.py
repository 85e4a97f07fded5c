"""Pasted texts: their links in order, and no exception whatever stands in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.pasted import Pasted, read
from feedsvc.model.repair import share_path
from feedsvc.model.share_link import ShareLink

PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "https://", "HTTP:/", "a.example", "/s/", "NW2026", "%2F", "%25", "?",
                "&infoCode=", "/html_News/NewsShare.html", " ", "\n", "/a.html", "。",
                "urldefense.com/v3/__", "__;", "urldefense.com/v2/url?u=", "-3A", "_",
                "/amp/s/", "[]", ";", "\ufe0f", "\ufffc", "\0", "\ud800", "//", ".",
            ]
        ),
        st.text(max_size=3),
    ),
    max_size=20,
)  # fmt: skip


@given(PIECES.map("".join))
def test_any_text_has_links_or_none(text: str):
    """R12: a share link ends them; a path is absolute, and never looked up twice."""
    found = read(text)
    assert not found.path or share_path(found.path) == found.path
    paths = found.permalinks
    assert all(path.startswith("/") for path in paths)
    assert len(paths) == len(set(paths)) <= 8


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("https://a.example/x.html?from=timeline", ["/x.html"]),
        (" http://a.example/zh-Hant/%E5%BF%AB.html\n", ["/快.html"]),
        ("https://a.example/x.html。", ["/x.html。", "/x.html"]),
        ("https://a.example//x.html", ["//x.html", "/x.html"]),
        ("https://a.example/Bei%20Jing/x.html", ["/Bei Jing/x.html", "/Bei"]),
        ("https://a.example/x.htmly", ["/x.htmly"]),
        ("https://a.example", []), ("https://a.example/", []), ("a b", []), ("", []),
        ("https://a.example/%00", []), ("https://a.example/%FF", []),
    ],
)  # fmt: skip
def test_a_permalink_has_a_path(text: str, paths: list[str]):
    """R8: decoded, without our script, and without what stuck to it as the second."""
    assert read(text) == Pasted(tuple(paths))


def test_links_come_in_their_order():
    """The one that was pasted first is the one that was meant."""
    text = "https://a.example/x.html https://b.example/s/ABCD https://c.example/s/EFGH"
    assert read(text) == Pasted(("/x.html",), "/s/ABCD ", rounds=3)
    assert list(ShareLink.from_text(text).codes) == ["ABCD"]
