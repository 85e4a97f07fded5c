"""Terms of reuse (R24): a page that people can read, and every feed links."""

import pytest

from feedsvc.content.traditional import to_traditional
from feedsvc.language.language import of as language_of
from feedsvc.model.feed import Format
from tests.services.syndication.press import parsed
from tests.support import paper
from tests.support.app import site_app
from tests.support.client import ask
from tests.support.readers import read_page, texts

FORMAT = pytest.mark.parametrize("format_", Format, ids=lambda format_: format_.name)
BASE = "https://news.example"
OWN = "https://paper.example/legal?page=terms#feeds"


@FORMAT
@pytest.mark.parametrize("kind", paper.FEEDS)
def test_every_feed_leads_to_the_terms(site: str, kind: str, format_: Format) -> None:
    """R24: to a page in the feed's own script, without a detour."""
    path = paper.FEEDS[kind].format(format_)
    url = parsed(ask(site, path).body, format_).links["license"]
    assert url == site + ("/zh-Hant" if "zh-Hant" in path else "") + "/terms/"
    assert ask(site, url).status == 200


@pytest.mark.parametrize("prefix", ["", "/zh-Hant"])
def test_the_terms_can_be_read(site: str, prefix: str) -> None:
    """R24: what is asked, how long a withdrawal may take, and how to learn of one."""
    page = read_page(site, f"{prefix}/terms/")
    (said,) = texts(page, "//main")
    for word in ("24", "at:deleted-entry", "410", "451", "Cache-Control", "ETag"):
        assert word in said
    assert len(texts(page, "//main//dt")) == len(texts(page, "//main//dd")) == 7
    assert texts(page, "//link[@rel='canonical']/@href") == [f"{site}{prefix}/terms/"]


def test_the_list_of_feeds_leads_to_the_terms(site: str) -> None:
    """R24: where partners look first; once in the page, and once at its foot."""
    page = read_page(site, "/feeds/")
    assert texts(page, "//main//a/@href").count(f"{site}/terms/") == 1
    assert texts(page, "//footer//a/@href").count(f"{site}/terms/") == 1


def test_every_language_has_every_clause() -> None:
    """R24: the same ones, and nothing Simplified in the Traditional."""
    chinese, traditional, english = (
        language_of(tag).words.clauses for tag in ("zh-CN", "zh-Hant", "en-GB")
    )
    assert len(chinese) == len(traditional) == len(english)
    assert to_traditional(repr(traditional)) == repr(traditional)


@pytest.mark.parametrize("prefix", ["", "/zh-Hant"])
def test_a_site_may_have_terms_of_its_own(sqlite_url: str, prefix: str) -> None:
    """R24: then every link leads there, and so does our page; by the setting alone."""
    with site_app(sqlite_url, base_url=BASE, terms_url=OWN) as app:
        client = app.test_client()
        moved = client.get(f"{prefix}/terms/?terms_url=//evil", base_url="http://evil/")
        home = client.get(f"{prefix}/").text
        feed = client.get(f"{prefix}/feed.json").data
    assert moved.status_code == 301
    assert moved.headers["Location"] == OWN
    assert moved.headers["Cache-Control"] == "public, max-age=300"
    assert home.count(f'href="{OWN}"') == 2
    assert f"{BASE}{prefix}/terms/" not in home
    assert parsed(feed, Format.JSON).links["license"] == OWN


@pytest.mark.parametrize("url", [f"{BASE}/terms/", f"{BASE}/terms"])
def test_nobody_is_sent_in_a_circle(sqlite_url: str, url: str) -> None:
    """R24: the setting may name the page that is there anyway."""
    with site_app(sqlite_url, base_url=BASE, terms_url=url) as app:
        assert app.test_client().get("/terms/").status_code == 200
        assert app.test_client().get("/zh-Hant/terms/").headers["Location"] == url


def test_english_terms(sqlite_url: str) -> None:
    """R24: in the language of the site."""
    with site_app(sqlite_url, base_url=BASE, language="en") as app:
        page = app.test_client().get("/terms/").text
    assert "<h1>Terms of reuse</h1>" in page
    assert "within 24 hours" in page
