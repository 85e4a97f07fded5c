"""Atom, as feedparser and RFC 4287 read it."""

from typing import Any

import feedparser
import pytest
from lxml import etree

from feedsvc.feeds import render
from feedsvc.model.feed import Format
from tests.feeds.samples import FEEDS, FULL, GOLDEN, feed_of


@pytest.fixture(scope="module")
def parsed() -> Any:
    """What feedparser makes of the sample feed."""
    result = feedparser.parse(render(FEEDS["credits"], Format.ATOM))
    assert not result.bozo
    assert result.version == "atom10"
    return result


@pytest.mark.parametrize("name", FEEDS)
def test_has_the_shape_that_the_rfc_demands(name: str):
    """RFC 4287 §4, as a RELAX NG grammar."""
    grammar = etree.RelaxNG(etree.parse(GOLDEN / "atom.rng"))
    grammar.assertValid(etree.fromstring(render(FEEDS[name], Format.ATOM)))


def test_the_feed_names_itself_its_page_and_the_other_formats(parsed: Any):
    """`self` is the address to subscribe to."""
    links = [(link.rel, link.type, link.href) for link in parsed.feed.links]
    page = FEEDS["credits"].page_url
    assert links == [
        ("self", "application/atom+xml", page + "atom.xml"),
        ("alternate", "text/html", page),
        ("alternate", "application/rss+xml", page + "rss.xml"),
        ("alternate", "application/feed+json", page + "feed.json"),
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
    """A reader can tell the article from where it was taken from."""
    links = [(link.rel, link.href) for link in parsed.entries[0].links]
    assert links == [("alternate", FULL.url), ("via", FULL.origin_url)]


def test_an_entry_carries_its_credits(parsed: Any):
    """Authors, else the publishers, else the site; the outlet in `dc:source`."""
    authors = [[author.name for author in entry.authors] for entry in parsed.entries]
    assert authors == [["罗小满", "李<明>"], ["江城日报", "晚报"], ["财经新闻"]]
    assert parsed.entries[0].dc_source == "江城日报"
    assert [c.name for c in parsed.entries[0].contributors] == ["王小溪"]
    assert "source" not in parsed.entries[0]


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
