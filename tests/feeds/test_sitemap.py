"""Sitemaps, and Google's for news."""

import pytest
from lxml import etree

from feedsvc.feeds.sitemap import news_sitemap, sitemap_index, urlset
from feedsvc.model.directory import NewsEntry, SitemapEntry
from tests.feeds.generated import NASTY_TEXTS
from tests.feeds.samples import GOLDEN, NOON

PLACES = (
    SitemapEntry("https://news.example/a/2024/03/01/NW1.html", NOON),
    SitemapEntry("https://news.example/%E6%B1%9F?a=1&b='2'", NOON.replace(microsecond=9)),
)  # fmt: skip
NEWS = (
    NewsEntry(PLACES[0].url, "通车 <免费> & 三天", NOON, "财经新闻", "zh-CN"),
    NewsEntry(PLACES[1].url, "]]>", NOON, "財經新聞", "zh-Hant"),
)
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS_MAPS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("sitemap.xml", urlset(PLACES)),
        ("sitemap-index.xml", sitemap_index(PLACES)),
        ("sitemap-news.xml", news_sitemap(NEWS)),
    ],
    ids=["urlset", "index", "news"],
)
def test_says_what_the_golden_document_says(name: str, written: bytes):
    """Whole; read the difference before you keep it."""
    assert written == (GOLDEN / name).read_bytes()


def test_a_sitemap_gives_each_address_and_when_it_changed():
    """In the order given, as W3C dates of whole seconds."""
    root = etree.fromstring(urlset(PLACES))
    assert root.tag == f"{MAPS}urlset"
    assert [place.findtext(f"{MAPS}loc") for place in root] == [it.url for it in PLACES]
    assert {place.findtext(f"{MAPS}lastmod") for place in root} == {
        "2024-03-01T12:00:00+08:00"
    }


def test_an_index_lists_sitemaps():
    """The same two facts of each."""
    root = etree.fromstring(sitemap_index(PLACES))
    assert root.tag == f"{MAPS}sitemapindex"
    assert [place.tag for place in root] == [f"{MAPS}sitemap"] * 2


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-CN", "zh-cn"),
        ("zh", "zh-cn"),
        ("zh-Hans-SG", "zh-cn"),
        ("zh-Hant", "zh-tw"),
        ("zh-TW", "zh-tw"),
        ("zh-HK", "zh-tw"),
        ("en-US", "en"),
    ],
)
def test_a_language_is_one_that_google_knows(tag: str, language: str):
    """ISO 639, but `zh-cn` or `zh-tw` for Chinese."""
    entry = NewsEntry(PLACES[0].url, "题", NOON, "报", tag)
    root = etree.fromstring(news_sitemap([entry]))
    assert next(root.iter(f"{NEWS_MAPS}language")).text == language


@pytest.mark.parametrize("text", NASTY_TEXTS.values(), ids=NASTY_TEXTS.keys())
def test_no_text_breaks_a_document(text: str):
    """The same border as a feed's."""
    entry = NewsEntry(f"https://news.example/{text}", text, NOON, text, "zh-CN")
    assert len(etree.fromstring(news_sitemap([entry]))) == 1
    assert len(etree.fromstring(urlset([SitemapEntry(entry.url, NOON)]))) == 1
