"""RSS 2.0, as feedparser reads it and the RSS Advisory Board's profile wants it."""

from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from lxml import etree

from feedsvc.feeds import render
from feedsvc.model.feed import Format
from tests.feeds.samples import FEEDS, FULL, NOON


@pytest.fixture(scope="module")
def parsed() -> Any:
    """What feedparser makes of the sample feed."""
    result = feedparser.parse(render(FEEDS["credits"], Format.RSS))
    assert not result.bozo
    assert result.version == "rss20"
    return result


@pytest.fixture(scope="module")
def channel() -> etree._Element:
    """The channel element of the sample feed."""
    return etree.fromstring(render(FEEDS["credits"], Format.RSS))[0]


def test_the_channels_link_is_the_page(channel: etree._Element):
    """Not the feed's own address, nor any other link's."""
    assert channel.findtext("link") == FEEDS["credits"].page_url
    assert channel.findtext("image/link") == FEEDS["credits"].page_url


def test_the_channel_names_itself_first_and_the_other_formats(parsed: Any):
    """`self` is the address to subscribe to."""
    links = [(link.rel, link.type) for link in parsed.feed.links[1:]]
    assert links == [
        ("self", "application/rss+xml"),
        ("alternate", "text/html"),
        ("alternate", "application/atom+xml"),
        ("alternate", "application/feed+json"),
    ]


def test_the_channel_says_how_long_it_lasts(channel: etree._Element):
    """`ttl` is in whole minutes."""
    assert channel.findtext("ttl") == "15"
    assert channel.findtext("language") == "zh-CN"


def test_dates_are_english_and_carry_a_zone(channel: etree._Element):
    """RFC 822, of the feed's change and the entry's publication."""
    assert channel.findtext("lastBuildDate") == "Fri, 01 Mar 2024 12:00:00 +0800"
    published = channel.findtext("item/pubDate") or ""
    assert published == "Fri, 01 Mar 2024 08:00:00 +0800"
    assert parsedate_to_datetime(published) < NOON


def test_a_guid_is_a_permalink_only_where_it_is_the_address(channel: etree._Element):
    """The default would be true."""
    guids = channel.findall("item/guid")
    assert [guid.get("isPermaLink") for guid in guids] == ["false", "true", "false"]
    assert guids[0].text == FULL.id


def test_credits_stand_in_dublin_core(parsed: Any, channel: etree._Element):
    """RSS's own `author` wants an address, and its `source` the outlet's feed."""
    assert [author.name for author in parsed.entries[0].authors] == ["罗小满", "李<明>"]
    assert parsed.entries[0].dc_source == "江城日报"
    assert parsed.entries[2].author == "财经新闻"
    assert channel.find("item/source") is None
    assert channel.find("item/author") is None


def test_a_description_is_plain_text_that_readers_may_take_for_html(parsed: Any):
    """So it is escaped once more than a title; the content stands beside it."""
    entry = parsed.entries[0]
    assert entry.summary == "首班车六点发出，A&amp;B 两端同时开行，票价 &lt; 5 元。"
    assert "站台" in entry.content[0].value


def test_an_item_without_a_summary_is_described_by_its_title(channel: etree._Element):
    """A description that is left out would make readers show the content twice."""
    assert channel.findtext("item[2]/description") == "早市"


def test_categories_are_what_people_read_each_once(channel: etree._Element):
    """Two raw names may share a title."""
    assert [tag.text for tag in channel.findall("item[1]/category")] == [
        "江城日报",
        "交通",
    ]
