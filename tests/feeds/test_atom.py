"""Atom, as feedparser and RFC 4287 read it."""

from dataclasses import replace
from typing import Any

import feedparser
import pytest
from lxml import etree

from feedsvc.feeds import render
from feedsvc.model.feed import Format
from tests.feeds.samples import FEEDS, FULL, GRAVES, PICTURE, SOURCE, document, feed_of


@pytest.fixture(scope="module")
def parsed() -> Any:
    """What feedparser makes of the sample feed."""
    result = feedparser.parse(document("credits", Format.ATOM))
    assert not result.bozo
    assert result.version == "atom10"
    return result


def test_the_feed_names_itself_its_page_and_the_other_formats(parsed: Any):
    """`self` is the address to subscribe to."""
    links = [(link.rel, link.type, link.href) for link in parsed.feed.links]
    page = FEEDS["credits"].page_url
    assert links == [
        ("self", "application/atom+xml", page + "atom.xml"),
        ("hub", "text/html", "https://news.example/hub"),  # feedparser's guess
        ("alternate", "text/html", page),
        ("alternate", "application/rss+xml", page + "rss.xml"),
        ("alternate", "application/feed+json", page + "feed.json"),
        ("license", "text/html", "https://news.example/terms/"),  # feedparser's guess
        ("prev-archive", "application/atom+xml", page + "archive/3/atom.xml"),
    ]


def test_the_feed_says_what_it_is(parsed: Any):
    """Id, title, author, icon, language and date."""
    feed = parsed.feed
    assert feed.id == FEEDS["credits"].id
    assert (feed.title, feed.subtitle) == ("江城日报", "江城日报的新闻")
    assert (feed.author, feed.generator) == ("财经新闻", "feedsvc")
    assert feed.icon == "https://news.example/static/icon.png"
    assert feed.updated == "2024-03-01T12:00:00+08:00"
    assert feed.title_detail.language == "zh-CN"


def test_an_entrys_links_keep_their_relation(parsed: Any):
    """A reader can tell the article from where it was taken from, and from an image."""
    links = [(link.rel, link.href) for link in parsed.entries[0].links]
    assert links == [
        ("alternate", FULL.url),
        ("via", FULL.original_url),
        ("enclosure", PICTURE.url),
        ("enclosure", "https://img.example/%E5%9B%BE%E8%A1%A8.png?b=1&c=2"),
    ]


def test_an_entry_carries_its_credits(parsed: Any):
    """Authors, else the publishers, else the site; the outlets in one `dc:source`."""
    authors = [[author.name for author in entry.authors] for entry in parsed.entries]
    assert authors == [["罗小满", "李<明>"], ["江城日报", "晚报"], ["财经新闻"]]
    assert parsed.entries[0].dc_source == "江城日报"
    assert parsed.entries[1].dc_source == "江城日报、晚报"
    assert [c.name for c in parsed.entries[0].contributors] == ["王小溪"]


def test_an_entrys_source_is_the_outlets_own_feed(parsed: Any):
    """RFC 4287 §4.2.11: id, title and page; dated as the entry is, for stable bytes."""
    entry = parsed.entries[0]
    assert (entry.source.id, entry.source.title) == (SOURCE.id, SOURCE.title)
    assert [(it.rel, it.href) for it in entry.source.links] == [
        ("alternate", SOURCE.url)
    ]
    assert entry.source.updated == entry.updated
    assert entry.title == FULL.title
    assert "source" not in parsed.entries[1]


def test_images_are_described_for_readers_that_show_them(parsed: Any):
    """Media RSS: each once, with what is known of it; the first is the thumbnail."""
    first, second = parsed.entries[0].media_content
    assert first == {
        "url": PICTURE.url,
        "medium": "image",
        "type": "image/jpeg",
        "width": "640",
        "height": "480",
    }
    assert "width" not in second
    assert [it["url"] for it in parsed.entries[0].media_thumbnail] == [PICTURE.url]
    assert "media_content" not in parsed.entries[1]


def test_tombstones_stand_before_the_entries_latest_first():
    """RFC 6721; an article that a selection buries twice is named once."""
    graves = (*GRAVES, replace(GRAVES[0], when=GRAVES[1].when))
    feed = replace(feed_of(FULL), tombstones=graves)
    children = list(etree.fromstring(render(feed, Format.ATOM)))
    buried = [it for it in children if "deleted-entry" in it.tag]
    assert [(it.get("ref"), it.get("when")) for it in buried] == [
        (GRAVES[0].ref, "2024-03-01T12:00:00+08:00"),
        (GRAVES[1].ref, "2024-02-29T12:00:00+08:00"),
    ]
    assert children[-3:-1] == buried


def test_an_archive_page_leads_back_on_and_to_the_current_document():
    """RFC 5005 §4."""
    feed = feedparser.parse(document("archive", Format.ATOM)).feed
    page = FEEDS["archive"].page_url
    assert "fh_archive" in feed
    assert {link.rel: link.href for link in feed.links if "-" in link.rel} == {
        "prev-archive": f"{page}archive/1/atom.xml",
        "next-archive": f"{page}archive/3/atom.xml",
    }
    assert [link.href for link in feed.links if link.rel == "current"] == [
        f"{page}atom.xml"
    ]


def test_a_complete_feed_says_so_and_leads_nowhere():
    """RFC 5005 §2."""
    feed = feedparser.parse(document("empty", Format.ATOM)).feed
    assert "fh_complete" in feed
    kinds = {link.rel for link in feed.links}
    assert kinds == {"self", "hub", "alternate", "license"}


def test_a_short_entry_has_a_summary_and_no_content():
    """Its title where it has none; an image's description is not taken for either."""
    first, second = feedparser.parse(document("summary", Format.ATOM)).entries
    assert (first.summary, second.summary) == (FULL.summary, "早市")
    assert "content" not in first


def test_an_entry_carries_its_dates_and_categories(parsed: Any):
    """Whole seconds and an offset; the raw name and what people read."""
    entry = parsed.entries[0]
    assert entry.published == "2024-03-01T08:00:00+08:00"
    assert entry.updated == "2024-03-01T11:00:00+08:00"
    assert [(tag.term, tag.label) for tag in entry.tags] == [
        ("jiangchengRibao", "江城日报"),
        ("交通", "交通"),
    ]


def test_texts_have_the_type_they_are_of(parsed: Any):
    """A summary is plain, content is HTML, and each is read back whole."""
    entry = parsed.entries[0]
    assert entry.title == FULL.title
    assert entry.title_detail.type == "text/plain"
    assert entry.summary_detail.type == "text/plain"
    assert entry.summary == FULL.summary
    assert entry.content[0].type == "text/html"
    assert "票价 &lt; 5 元。" in entry.content[0].value


def test_entries_stay_newest_first(parsed: Any):
    """In the order in which the feed gives them."""
    assert [entry.id for entry in parsed.entries] == [
        entry.id for entry in FEEDS["credits"].entries
    ]


def test_a_comment_at_the_top_leads_people_to_the_page():
    """Two hyphens in the address cannot end it."""
    document = render(feed_of(), Format.ATOM).decode()
    assert document.index("<!--") < document.index("<feed")
    assert "https://news.example/categories/jiangcheng-%2Dribao/" in document
