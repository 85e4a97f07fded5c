"""Directories: the list of feeds, the sitemaps, and what they leave out."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree
from sqlalchemy import text

from feedsvc.model.info_code import InfoCode
from tests.support import paper
from tests.support.app import site_app
from tests.support.client import ask
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.readers import read_page, texts
from tests.support.statements import statements

BASE = "https://news.example"
_NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def found(body: bytes, expression: str) -> list[str]:
    """What an XPath finds in a document that must be well-formed."""
    values: Any = etree.fromstring(body).xpath(expression, namespaces=_NAMESPACES)
    return [str(getattr(value, "text", value)) for value in values]


def sitemaps(site: str) -> dict[str, list[str]]:
    """The addresses of each sitemap that the index names."""
    index = ask(site, "/sitemap.xml")
    assert index.headers["Content-Type"] == "application/xml; charset=utf-8"
    return {
        url: found(ask(site, url).body, "/s:urlset/s:url/s:loc")
        for url in found(index.body, "/s:sitemapindex/s:sitemap/s:loc")
    }


# OPML


def test_every_feed_is_listed_once(site: str) -> None:
    """OPML 2.0: each answers, and leads to its page; grouped, one outline a stream."""
    answer = ask(site, "/opml.xml")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/x-opml; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    feeds = found(answer.body, "/opml[@version='2.0']/body/outline/outline/@xmlUrl")
    pages = found(answer.body, "//outline/@htmlUrl")
    assert len(feeds) == len(set(feeds)) == len(pages)
    for url in (*feeds, *pages):
        assert ask(site, url).status == 200
    expected = {"/", f"/categories/{paper.ROLLING}/", f"/categories/{paper.EMPTY}/",
                f"/categories/{paper.NEW_SLUG}/"}  # fmt: skip
    assert {f"{site}{folder}atom.xml" for folder in expected} <= set(feeds)
    assert f"{site}/categories/{paper.RENAMED}/atom.xml" not in feeds
    assert len(found(answer.body, "/opml/body/outline/@text")) >= 2


def test_people_have_a_page_for_it(site: str) -> None:
    """Which leads to the list for readers."""
    assert ask(site, "/feeds/").status == 200
    assert f"{site}/opml.xml" in texts(read_page(site, "/feeds/"), "//a/@href")


# Sitemaps


def test_every_article_is_in_one_sitemap(site: str) -> None:
    """Each published permalink once; none that is withdrawn, merged or yet to come."""
    files = sitemaps(site)
    articles = [
        url for name, urls in files.items() if "listings" not in name for url in urls
    ]
    assert len(articles) == len(set(articles)) == paper.ROLLING_ARTICLES + 3
    for url in (site + paper.STORY_PATH, site + paper.SPACED_PATH, articles[-1]):
        assert url in articles
        assert texts(read_page(site, url), "//link[@rel='canonical']/@href") == [url]
    for code in (paper.RETRACTED, paper.REMOVED, paper.MERGED, paper.SCHEDULED):
        assert not any(code in url for url in articles)


def test_every_listing_is_in_the_sitemap(site: str) -> None:
    """The home page, every category's and every listed source's."""
    (listings,) = [urls for name, urls in sitemaps(site).items() if "listings" in name]
    assert f"{site}/" in listings
    assert f"{site}/categories/{paper.ROLLING}/" in listings
    assert len(set(listings)) == len(listings)
    for url in listings:
        assert ask(site, url).status == 200


def test_a_sitemap_is_bounded(site: str) -> None:
    """sitemaps.org: 50,000 addresses and 50 MB a file; dates with a zone."""
    for url, urls in sitemaps(site).items():
        body = ask(site, url).body
        assert 1 <= len(urls) <= 50_000
        assert len(body) < 50_000_000
        dates = [datetime.fromisoformat(at) for at in found(body, "//s:lastmod")]
        assert len(dates) == len(urls)
        assert all(
            date.tzinfo is not None and date <= datetime.now(UTC) for date in dates
        )


@pytest.mark.parametrize(
    "name", ["0", "2", "-1", "１", "²", "x", "9" * 9, "9" * 40, "listing", "news"]
)
def test_there_is_no_other_sitemap(site: str, name: str) -> None:
    """Whatever number is asked for."""
    assert ask(site, f"/sitemaps/{quote(name)}.xml").status == 404


def test_robots_are_told(site: str) -> None:
    """Where both are."""
    lines = ask(site, "/robots.txt").text.splitlines()
    named = [line.partition(" ")[2] for line in lines if line.startswith("Sitemap: ")]
    assert named == [f"{site}/sitemap.xml", f"{site}/sitemap-news.xml"]
    for url in named:
        assert ask(site, url).status == 200


def test_old_news_is_no_news(site: str) -> None:
    """Rule 24: an empty news sitemap is fine."""
    answer = ask(site, "/sitemap-news.xml")
    assert answer.status == 200
    assert found(answer.body, "/s:urlset/s:url") == []


@pytest.fixture
def newsstand(sqlite_url: str, tmp_path: Path) -> str:
    """A database with articles of the last and the next hours."""
    now = datetime.now(UTC)

    def story(number: int, hours: float) -> Post:
        at = now - timedelta(hours=hours)
        return Post(
            stem=f"{at:%F}-2026110100000000{number:02}", title=f"第{number}篇<&>",
            date=f"{at:%F %T} +0000",
        )  # fmt: skip

    posts = [story(n, hours) for n, hours in enumerate((1, 47, 47.9, 48.1, 100, -3, 2))]
    cases = use_cases(sqlite_url)
    cases.importer.run(write_archive(tmp_path / "archive", posts), Silent())
    cases.decisions.retract(
        InfoCode(f"NW{posts[6].stem[-18:]}"), reason="", is_legal=False
    )
    cases.database.dispose()
    return sqlite_url


def test_news_is_of_the_last_two_days(newsstand: str) -> None:
    """Rule 24: newest first; nothing older, scheduled or retracted."""
    with site_app(newsstand, base_url=BASE, site_title="滨江财经") as app:
        answer = app.test_client().get("/sitemap-news.xml")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert found(answer.data, "//n:title") == ["第0篇<&>", "第1篇<&>", "第2篇<&>"]
    assert set(found(answer.data, "//n:name")) == {"滨江财经"}
    assert set(found(answer.data, "//n:language")) == {"zh-cn"}
    assert all(
        url.startswith(f"{BASE}/gundong/") for url in found(answer.data, "//s:loc")
    )


def test_news_is_bounded(sqlite_url: str, tmp_path: Path) -> None:
    """Google takes 1,000 at most: the newest."""
    at = datetime.now(UTC) - timedelta(hours=1)
    posts = (
        Post(
            stem=f"{at:%F}-20261101000000{n:04}", title=f"{n}",
            date=f"{at - timedelta(seconds=n):%F %T} +0000",
        )
        for n in range(1_003)
    )  # fmt: skip
    cases = use_cases(sqlite_url)
    cases.importer.run(write_archive(tmp_path / "archive", posts), Silent())
    cases.database.dispose()
    with site_app(sqlite_url, base_url=BASE) as app:
        body = app.test_client().get("/sitemap-news.xml").data
    assert found(body, "//n:title") == [str(n) for n in range(1_000)]


# Kept documents

_KEPT = ("/opml.xml", "/sitemap.xml", "/sitemaps/1.xml", "/sitemaps/listings.xml",
         "/feeds/", "/categories/", "/sources/")  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "/zh-Hant"])
def test_directories_are_kept_until_something_changes(
    newsstand: str, prefix: str
) -> None:
    """Asked again they cost one statement; both encodings, and validators that hold."""
    cases = use_cases(newsstand)
    stands: dict[str, str] = {}
    with cases.database.read() as snapshot:
        (newest, *_) = snapshot.execute(
            text(
                "SELECT info_code FROM articles WHERE state = 'published' ORDER BY published_at DESC"
            )
        ).scalars()
    with site_app(newsstand, base_url=BASE) as app:
        client = app.test_client()
        for path in _KEPT:
            first = client.get(prefix + path)
            with statements() as asked:
                packed = client.get(prefix + path, headers={"Accept-Encoding": "gzip"})
            assert len(asked.selects) == 1, path
            if len(first.data) >= 1_000:  # smaller ones are sent as they are
                assert gzip.decompress(packed.data) == first.data
                assert packed.headers["ETag"] == f'{first.headers["ETag"][:-1]}-gzip"'
            stands[path] = first.headers["ETag"]
            headers = {"If-None-Match": packed.headers["ETag"]}
            assert client.get(prefix + path, headers=headers).status_code == 304
        cases.decisions.retract(InfoCode(newest), reason="", is_legal=False)
        moved = {
            path
            for path in _KEPT
            if client.get(prefix + path).headers["ETag"] != stands[path]
        }
    cases.database.dispose()
    assert {"/sitemaps/1.xml", "/categories/"} <= moved


def test_scripts_are_kept_apart(newsstand: str) -> None:
    """The same page in two scripts, one after the other."""
    with site_app(newsstand, base_url=BASE) as app:
        client = app.test_client()
        simplified, traditional = (
            client.get(path).text for path in ("/feeds/", "/zh-Hant/feeds/")
        )
    assert "订阅" in simplified
    assert "訂閱" in traditional
