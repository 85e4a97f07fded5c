"""Traditional Chinese under /zh-Hant/: every feed and page, words and nothing but words."""

import json

import feedparser
import pytest

from feedsvc.model.feed import Format
from feedsvc.model.slug import slug_of_name
from tests.support import paper
from tests.support.client import ask
from tests.support.readers import read_feed, read_page, texts

FORMAT = pytest.mark.parametrize("format_", Format, ids=lambda format_: format_.name)
PREFIX = "/zh-Hant"
FEEDS = {kind: feed for kind, feed in paper.FEEDS.items() if PREFIX not in feed}
PAGES = {
    "home": "/",
    "older": f"/?before={paper.STORY}",
    "categories": "/categories/",
    "sources": "/sources/",
    "feeds": "/feeds/",
    "terms": "/terms/",
    "category": f"/categories/{paper.ROLLING}/",
    "source": f"/sources/{paper.SOURCE}/",
    "day": f"/days/{paper.BUSY_DAY}/",
    "article": paper.STORY_PATH,
}
STORY_TITLE = "濱江“十四五”開局：<產值> & 就業雙增長"


def ids_of(body: bytes, format_: Format) -> list[str]:
    """The ids of a feed's entries, in order."""
    if format_ is Format.JSON:
        return [item["id"] for item in json.loads(body)["items"]]
    return [entry.id for entry in feedparser.parse(body).entries]


@FORMAT
@pytest.mark.parametrize("kind", FEEDS)
def test_every_feed_is_there(site: str, kind: str, format_: Format) -> None:
    """Rule 1: with the same ids in the same order, and `self` in its own script."""
    path = FEEDS[kind].format(format_)
    written, answer = ask(site, path), ask(site, PREFIX + path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == format_.media_type
    assert ids_of(answer.body, format_) == ids_of(written.body, format_)
    assert answer.headers["ETag"] != written.headers["ETag"]
    assert f'<{site}{PREFIX}{path}>; rel="self"' in answer.headers["Link"]
    if format_ is not Format.JSON:
        feed = feedparser.parse(answer.body).feed
        (self_,) = [link.href for link in feed.links if link.rel == "self"]
        assert self_ == f"{site}{PREFIX}{path}"


@FORMAT
def test_a_feeds_words_are_converted(site: str, format_: Format) -> None:
    """Title and body; the links in it are what they were."""
    feed = read_feed(site, f"{PREFIX}/categories/{paper.OUTLET}/", format_)
    written = read_feed(site, f"/categories/{paper.OUTLET}/", format_)
    ((id_, entry),) = feed.items()
    assert (entry.title, id_) == (STORY_TITLE, next(iter(written)))
    assert "全市<b>工業</b>增加值同比增長8.3%。" in entry.html
    assert 'src="https://img.example/a.jpg"' in entry.html
    assert entry.url == f"{site}{PREFIX}{paper.STORY_PATH}"
    assert entry.published == written[id_].published


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_is_there(site: str, path: str) -> None:
    """In its language; its links lead on in that script, but to what is named as the other one."""
    page = read_page(site, PREFIX + path)
    assert ask(site, PREFIX + path).status == 200
    assert texts(page, "/html/@lang")[0].startswith("zh-Hant")
    links = texts(
        page, "//body//a[not(@hreflang) and not(ancestor::ul[@class='variants'])]/@href"
    )
    assert links
    outside = [url for url in links if not url.startswith((f"{site}{PREFIX}/", "#"))]
    assert [url for url in outside if url.startswith((site, "/"))] == []


def test_an_articles_words_are_converted(site: str) -> None:
    """Title, body and credit; not the addresses in it."""
    page = read_page(site, PREFIX + paper.STORY_PATH)
    assert texts(page, "//h1") == [STORY_TITLE]
    (article,) = texts(page, "//article")
    assert "全市工業增加值同比增長8.3%。" in article
    assert "濱江日報" in article
    assert texts(page, "//div[@class='body']//img/@src") == [
        "https://img.example/a.jpg"
    ]


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        (f"/s/{paper.STORY}", 301, paper.STORY_PATH),
        (f"/s/{paper.MERGED}", 301, paper.STORY_PATH),
        (f"/categories/{paper.RENAMED}/", 301, f"/categories/{paper.NEW_SLUG}/"),
        (
            f"/categories/{paper.RENAMED}/rss.xml",
            301,
            f"/categories/{paper.NEW_SLUG}/rss.xml",
        ),
        (
            "/categories/BinJiang%20Cai%20Jing/atom.xml",
            301,
            f"/categories/{slug_of_name(paper.SPACED)}/atom.xml",
        ),
        ("/feed.xml", 301, "/atom.xml"),
        (f"/{paper.OUTLET}/", 301, f"/categories/{paper.OUTLET}/"),
        (f"/s/{paper.RETRACTED}", 410, ""),
        (f"/s/{paper.REMOVED}", 451, ""),
        ("/nowhere", 404, ""),
        ("/categories/nowhere/", 404, ""),
        ("/categories/nowhere/atom.xml", 404, ""),
        ("/zh-Hant/", 404, ""),
        ("/zh-Hant/atom.xml", 404, ""),
    ],
)
def test_dead_ends_and_redirects_stay_in_the_script(
    site: str, path: str, status: int, target: str
) -> None:
    """Whoever reads Traditional goes on reading it."""
    answer = ask(site, PREFIX + path)
    assert answer.status == status
    assert answer.location == (f"{site}{PREFIX}{target}" if target else "")
    if not target:
        assert texts(read_page(site, PREFIX + path), "/html/@lang")[0] == "zh-Hant"


@pytest.mark.parametrize(
    "path", ["/zh-hant/", "/zh-Hans/", "/zh-Hantatom.xml", "/zh-TW/"]
)
def test_there_is_one_name_for_it(site: str, path: str) -> None:
    """Anything else is an address like any other."""
    assert ask(site, path).status == 404
