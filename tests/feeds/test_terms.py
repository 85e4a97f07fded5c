"""Terms (R24): a license that programs find, and nothing that watches readers."""

import json
from typing import Any

import feedparser
import pytest
from lxml import etree

from feedsvc.feeds import render
from feedsvc.feeds.elements import ATOM
from feedsvc.model.feed import Format
from tests.feeds.samples import FEEDS, PUBLISHER_ONLY, UNCREDITED, document, feed_of

XML = [Format.ATOM, Format.RSS]


@pytest.mark.parametrize("format_", XML)
@pytest.mark.parametrize("name", FEEDS)
def test_a_reader_finds_the_license(name: str, format_: Format):
    """R24, RFC 4946 §2: once, of the whole feed, whose entries inherit it."""
    written = document(name, format_)
    top: Any = etree.fromstring(written)
    links = top.findall(f".//{ATOM}link[@rel='license']")
    assert [dict(link.attrib) for link in links] == [
        {"rel": "license", "href": FEEDS[name].license_url}
    ]
    assert links[0].getparent() is (top if format_ is Format.ATOM else top[0])
    assert feedparser.parse(written).feed.license == FEEDS[name].license_url


@pytest.mark.parametrize("name", FEEDS)
def test_a_program_finds_the_license(name: str):
    """R24: JSON Feed has no place for it, so the extension has."""
    feed = json.loads(document(name, Format.JSON))
    assert feed["_feedsvc"]["license"] == FEEDS[name].license_url
    assert "license" in feed["_feedsvc"]["about"]


@pytest.mark.parametrize("format_", Format)
def test_no_image_is_added(format_: Format):
    """R24: no tracking pixel: an article without pictures is an entry without any."""
    written = render(feed_of(PUBLISHER_ONLY, UNCREDITED), format_).decode()
    assert "&lt;img" not in written
    assert "<img" not in written
    for name in ("enclosure", "attachments", '"image"', "media:content"):
        assert name not in written
