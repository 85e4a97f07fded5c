"""RSS 2.0, as feedparser reads it and the RSS Advisory Board's profile wants it."""

from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from lxml import etree

from feedsvc.feeds import render
from feedsvc.feeds.elements import ATOM, DUBLIN_CORE, HISTORY
from feedsvc.feeds.rss import SYNDICATION
from feedsvc.model.feed import Format
from tests.feeds.samples import (
    FEEDS,
    FULL,
    NOON,
    PICTURE,
    PUBLISHER_ONLY,
    SOURCE,
    document,
    feed_of,
)


@pytest.fixture(scope="module")
def parsed() -> Any:
    """What feedparser makes of the sample feed."""
    result = feedparser.parse(document("credits", Format.RSS))
    assert not result.bozo
    assert result.version == "rss20"
    return result


@pytest.fixture(scope="module")
def channel() -> etree._Element:
    """The channel element of the sample feed."""
    return etree.fromstring(document("credits", Format.RSS))[0]


def test_the_channels_link_is_the_page(channel: etree._Element):
    """Not the feed's own address, nor any other link's."""
    assert channel.findtext("link") == FEEDS["credits"].page_url
    assert channel.findtext("image/link") == FEEDS["credits"].page_url


def test_the_channel_names_itself_first_and_the_other_formats(parsed: Any):
    """`self` is the address to subscribe to."""
    links = [(link.rel, link.type) for link in parsed.feed.links[1:]]
    assert links == [
        ("self", "application/rss+xml"),
        ("hub", "text/html"),  # feedparser's guess: we say none
        ("alternate", "text/html"),
        ("alternate", "application/atom+xml"),
        ("alternate", "application/feed+json"),
        ("license", "text/html"),  # feedparser's guess: we say none
        ("prev-archive", "application/rss+xml"),
    ]


def test_the_channel_says_how_long_it_lasts(channel: etree._Element):
    """`ttl` in minutes, and the same as so many updates an hour."""
    assert channel.findtext("ttl") == "15"
    assert channel.findtext(f"{SYNDICATION}updatePeriod") == "hourly"
    assert channel.findtext(f"{SYNDICATION}updateFrequency") == "4"
    assert channel.findtext("language") == "zh-CN"


def test_dates_are_english_and_carry_a_zone(channel: etree._Element):
    """RFC 822, of the feed's change and the entry's publication."""
    assert channel.findtext("lastBuildDate") == "Fri, 01 Mar 2024 12:00:00 +0800"
    published = channel.findtext("item/pubDate") or ""
    assert published == "Fri, 01 Mar 2024 08:00:00 +0800"
    assert parsedate_to_datetime(published) < NOON


def test_a_guid_is_a_permalink_only_where_it_is_the_address(channel: etree._Element):
    """Rule 4: the default would be true."""
    guids = channel.findall("item/guid")
    assert [guid.get("isPermaLink") for guid in guids] == ["false", "true", "false"]
    assert guids[0].text == FULL.id


def test_credits_stand_in_dublin_core(parsed: Any, channel: etree._Element):
    """RSS's own `author` wants an address."""
    assert [author.name for author in parsed.entries[0].authors] == ["罗小满", "李<明>"]
    assert parsed.entries[2].author == "财经新闻"
    assert channel.find("item/author") is None


def test_the_source_is_the_outlets_feed_on_this_site(parsed: Any):
    """With its title; an item whose outlet has no feed has no source."""
    source = parsed.entries[0].source
    assert (source.href, source.title) == (SOURCE.feed_url, SOURCE.title)
    assert "dc_source" not in parsed.entries[0]


def test_publishers_without_one_feed_are_named_together(parsed: Any):
    """`source` would name one of several for all; it also needs an address."""
    assert parsed.entries[1].dc_source == "江城日报、晚报"
    assert "source" not in parsed.entries[1]
    assert not {"source", "dc_source"} & set(parsed.entries[2])
    both = replace(FULL, credit=PUBLISHER_ONLY.credit)
    item = etree.fromstring(render(feed_of(both), Format.RSS))[0].find("item")
    assert item is not None
    assert item.findtext(f"{DUBLIN_CORE}source") == "江城日报、晚报"
    assert item.find("source") is None


def test_the_first_image_is_the_enclosure_and_all_are_media(parsed: Any):
    """Readers expect one enclosure; its length is 0, since nobody knows it."""
    entry = parsed.entries[0]
    assert entry.enclosures == [
        {"href": PICTURE.url, "length": "0", "type": "image/jpeg"}
    ]
    assert [it["type"] for it in entry.media_content] == ["image/jpeg", "image/png"]
    assert entry.media_thumbnail[0]["url"] == PICTURE.url


def test_retracted_articles_are_gone():
    """RFC 6721 is Atom's alone."""
    assert b"deleted-entry" not in document("credits", Format.RSS)


def test_an_archive_page_says_so_and_leads_on():
    """RFC 5005, appendix B."""
    channel = etree.fromstring(document("archive", Format.RSS))[0]
    page = FEEDS["archive"].page_url
    assert channel.find(f"{HISTORY}archive") is not None
    links = {it.get("rel"): it.get("href") for it in channel.findall(f"{ATOM}link")}
    assert links["self"] == f"{page}archive/2/rss.xml"
    assert links["current"] == f"{page}rss.xml"
    assert links["prev-archive"] == f"{page}archive/1/rss.xml"
    assert links["next-archive"] == f"{page}archive/3/rss.xml"


def test_a_short_item_is_described_and_has_no_content():
    """Nor does a reader take an image's description for it."""
    first, second = feedparser.parse(document("summary", Format.RSS)).entries
    assert "content" not in first
    assert second.summary == "早市"


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
