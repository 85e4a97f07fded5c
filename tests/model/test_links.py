"""Links: every public URL, encoded once and from the configured base."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.info_code import InfoCode
from feedsvc.model.links import Links, encode_path
from feedsvc.model.slug import Slug
from feedsvc.model.stream import SITE, StreamKind, StreamRef

LINKS = Links("https://news.example")
CODE = InfoCode("NW202112080000000001")


@given(st.text(st.characters(codec="utf-8")))
def test_a_path_survives_its_encoding(path: str):
    """Whatever it holds, it stays a path."""
    encoded = encode_path(f"/{path}")
    assert unquote(encoded) == f"/{path}"
    assert encoded.isascii()
    assert not set(encoded) & set('?#<>"\\ \n')


def test_what_rfc_3986_allows_in_a_path_stays_bare():
    """§3.3 pchar; a percent sign is data."""
    assert encode_path("/a(b)@c:d/100%") == "/a(b)@c:d/100%25"


@pytest.mark.parametrize(
    ("ref", "url"),
    [
        (SITE, "https://news.example/atom.xml"),
        (
            StreamRef(StreamKind.CATEGORY, Slug("a")),
            "https://news.example/categories/a/atom.xml",
        ),
        (
            StreamRef(StreamKind.SOURCE, Slug("b")),
            "https://news.example/sources/b/atom.xml",
        ),
    ],
)
def test_feeds_stand_under_their_stream(ref: StreamRef, url: str):
    """One absolute address per stream and format."""
    assert LINKS.feed(ref, "atom.xml") == url
    assert url.startswith(LINKS.stream_page(ref))


def test_entry_ids_are_those_that_jekyll_feed_published():
    """Where the setting is given; else they come of the code alone."""
    path = "/a/2021/12/08/x.html"
    legacy = Links("https://news.example", legacy_url="https://old.example")
    assert legacy.entry_id(CODE, path) == "https://old.example/a/2021/12/08/x"
    moved = Links("https://elsewhere.example")
    assert moved.entry_id(CODE, path) == LINKS.entry_id(CODE, None)
    assert urlsplit(LINKS.entry_id(CODE, path)).scheme == "urn"
