"""The rules that readers' maintainers want publishers to keep, by their numbers.

Those that a renderer can show. What also needs a store, a server or a hub is tested
there: 8 to 14, 16, 18 and 19.
"""

import json
import re
from calendar import timegm
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from lxml import etree

from feedsvc.feeds import render
from feedsvc.feeds.sitemap import news_sitemap
from feedsvc.model.feed import Feed, Format, Term
from tests.feeds.samples import (
    FEEDS,
    FULL,
    NASTY,
    NOON,
    PUBLISHER_ONLY,
    UNCREDITED,
    document,
    feed_of,
    sample,
)

XML = [Format.ATOM, Format.RSS]


def ids(feed: Feed, format_: Format) -> list[str]:
    """The entries' ids, as a reader has them."""
    written = render(feed, format_)
    if format_ is Format.JSON:
        return [item["id"] for item in json.loads(written)["items"]]
    return [entry.id for entry in feedparser.parse(written).entries]


def moments(feed: Feed, format_: Format) -> list[str]:
    """The first entry's dates, as the document writes them."""
    written = render(feed, format_)
    if format_ is Format.JSON:
        item = json.loads(written)["items"][0]
        return [item["date_published"], item["date_modified"]]
    entry = feedparser.parse(written).entries[0]
    return [entry.published, *([entry.updated] if format_ is Format.ATOM else [])]


@pytest.mark.parametrize("format_", Format)
def test_rule_1_an_id_outlives_every_edit_in_every_format(format_: Format):
    """Rule 1: title, address, categories and credits may change, and the feed too."""
    edited = replace(
        FULL,
        title="改后",
        url="http://other.example/moved.html",
        updated=NOON,
        terms=(),
        credit=(),
    )
    elsewhere = replace(feed_of(edited), id="urn:other", title="别处")
    assert ids(elsewhere, format_) == ids(feed_of(FULL), format_) == [FULL.id]


@pytest.mark.parametrize("format_", Format)
def test_rule_2_an_id_stands_once(format_: Format):
    """Rule 2: readers fold entries of one id into one."""
    feed = feed_of(FULL, PUBLISHER_ONLY, replace(UNCREDITED, id=FULL.id))
    assert ids(feed, format_) == [FULL.id, PUBLISHER_ONLY.id]


@pytest.mark.parametrize("format_", Format)
def test_rule_3_a_published_id_is_reproduced_exactly(format_: Format):
    """Rule 3: what an earlier generator published, wherever the article lives now."""
    legacy = "https://old.example/21shijijingjibaodao/21caijingapp/2021/12/31/NW2021"
    assert ids(feed_of(replace(FULL, id=legacy)), format_) == [legacy]


def test_rule_4_a_guid_says_that_it_is_no_address():
    """Rule 4: unless it is one; the default would be true."""
    root = etree.fromstring(render(feed_of(FULL, PUBLISHER_ONLY), Format.RSS))
    flags = [guid.get("isPermaLink") for guid in root.iter("guid")]
    assert flags == ["false", "true"]


@pytest.mark.parametrize("format_", Format)
@pytest.mark.parametrize("name", ["credits", "archive", "summary", "nasty"])
def test_rule_5_every_date_names_its_zone(name: str, format_: Format):
    """Rule 5: a floating date would become now."""
    dates = moments(sample(name, format_), format_)
    assert all(re.search(r"[+-]\d\d:?\d\d$", date) for date in dates)


@pytest.mark.parametrize("format_", Format)
def test_rule_6_an_edit_moves_only_the_date_of_the_update(format_: Format):
    """Rule 6: and the feed is dated by its content, not by the clock."""
    before = moments(feed_of(FULL), format_)
    later = replace(FULL, title="改后", updated=FULL.updated + timedelta(hours=9))
    after = moments(feed_of(later), format_)
    assert after[0] == before[0]
    assert after[1:] != before[1:] or format_ is Format.RSS
    if format_ in XML:
        feed = feedparser.parse(render(feed_of(later), format_)).feed
        assert timegm(feed.updated_parsed) == NOON.timestamp()


@pytest.mark.parametrize("format_", Format)
def test_rule_7_the_same_feed_is_the_same_bytes(format_: Format):
    """Rule 7: nothing of the moment of rendering is in them."""
    assert document("credits", format_) == document("credits", format_)


@pytest.mark.parametrize("format_", Format)
def test_rule_15_a_document_names_its_one_canonical_address(format_: Format):
    """Rule 15: absolute, and exactly the one to subscribe to."""
    feed = FEEDS["summary"]
    written = render(feed, format_)
    if format_ is Format.JSON:
        assert json.loads(written)["feed_url"] == feed.urls[format_]
    else:
        links = feedparser.parse(written).feed.links
        addresses = [link.href for link in links if link.rel == "self"]
        assert addresses == [feed.urls[format_]]


@pytest.mark.parametrize("format_", XML)
def test_rule_17_every_address_is_absolute(format_: Format):
    """Rule 17: and no `xml:base` is needed to read it."""
    written = document("credits", format_).decode()
    assert "xml:base" not in written
    addresses = re.findall(r'\s(?:href|url|src)=(?:"|&quot;)(.*?)(?:"|&quot;)', written)
    assert len(addresses) > 10
    assert all(it.startswith(("https://", "http://")) for it in addresses)


@pytest.mark.parametrize("format_", XML)
def test_rule_20_no_entity_but_xmls_own_and_no_cdata_to_break(format_: Format):
    """Rule 20: `]]>` and `&nbsp;` come through as text."""
    html = "<p>a&nbsp;b ]]> &copy;</p>"
    written = render(feed_of(NASTY, replace(FULL, id="urn:x", html=html)), format_)
    assert b"<![CDATA[" not in written
    names = {name.decode() for name in re.findall(rb"&(\w+);", written)}
    assert names <= {"amp", "lt", "gt", "quot"}
    assert feedparser.parse(written).entries[1].content[0].value.endswith(html)


def test_rule_21_atom_says_type_language_and_author():
    """Rule 21: HTML is called HTML, and every entry names who wrote it."""
    root = etree.fromstring(document("credits", Format.ATOM))
    atom = "{http://www.w3.org/2005/Atom}"
    assert {it.get("type") for it in root.iter(f"{atom}content")} == {"html"}
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"
    for entry in root.iter(f"{atom}entry"):
        assert entry.findtext(f"{atom}author/{atom}name")


@pytest.mark.parametrize("format_", Format)
def test_rule_22_a_category_stands_once(format_: Format):
    """Rule 22: for Atom by raw name, for the others by what people read."""
    terms = (Term("交通", "交通"), Term("交通", "交通"), Term("市政", "市政"))
    written = render(feed_of(replace(FULL, terms=terms)), format_)
    if format_ is Format.JSON:
        found = json.loads(written)["items"][0]["tags"]
    else:
        found = [tag.term for tag in feedparser.parse(written).entries[0].tags]
    assert found == ["交通", "市政"]


@pytest.mark.parametrize("format_", XML)
def test_rule_23_an_archive_page_and_a_complete_feed_say_what_they_are(
    format_: Format,
):
    """Rule 23: `fh:archive` with its links, `fh:complete` without, and never both."""
    marks = {
        name: sorted(
            mark for mark in ("archive", "complete")
            if f"<fh:{mark}/>".encode() in document(name, format_)
        )
        for name in FEEDS
    }  # fmt: skip
    assert marks["archive"] == ["archive"]
    assert marks["empty"] == ["complete"]
    assert not any((marks["credits"], marks["nasty"], marks["summary"]))


def test_rule_23_an_archive_pages_bytes_do_not_depend_on_later_articles():
    """Rule 23: an entry's source is dated by the entry, not by its outlet's news."""
    entry = etree.fromstring(document("archive", Format.ATOM)).find("{*}entry")
    assert entry is not None
    assert entry.findtext("{*}source/{*}updated") == entry.findtext("{*}updated")


def test_rule_24_a_news_sitemap_without_news_is_valid():
    """Rule 24: two days may pass without an article."""
    root = etree.fromstring(news_sitemap(()))
    assert root.tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"
    assert len(root) == 0


@pytest.mark.parametrize("format_", Format)
def test_rule_25_the_order_is_kept(format_: Format):
    """Rule 25: newest first, as the feed gives it."""
    feed = sample("credits", format_)
    assert ids(feed, format_) == [entry.id for entry in feed.entries]
