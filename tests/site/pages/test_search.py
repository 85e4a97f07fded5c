"""The page of search results, and its description, over a real server."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.edge.rate_limit import SEARCHES
from tests.support import paper
from tests.support.app import site_app
from tests.support.client import ask, eventually
from tests.support.readers import read_page, texts

HOSTILE = '"><script>alert(1)</script> &amp; {{7*7}}'
TITLES = "//ol[@id='results']/li/h2/a"


def search(query: str, prefix: str = "") -> str:
    """The address of a search."""
    return f"{prefix}/search?q={quote(query)}"


def found(body: bytes, expression: str) -> list[str]:
    """Texts that an XPath finds in a description."""
    names = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    values: Any = etree.fromstring(body).xpath(expression, namespaces=names)
    return [str(value) for value in values]


def test_articles_are_found_marked_and_paged(site: str) -> None:
    """A second after they came in; never one that was withdrawn, in either script."""
    page = eventually(
        lambda: read_page(site, search("工业 双增长")), lambda p: texts(p, TITLES) != []
    )
    assert texts(page, TITLES) == [paper.STORY_TITLE]
    assert texts(page, f"{TITLES}/mark") == ["双增长"]
    assert texts(page, "//p[@class='summary']/mark") == ["工业"]
    assert "滨江日报" in texts(page, "//ol[@id='results']//p[@class='meta']")[0]
    for query in (paper.SECRET, "明天才有的新闻", f"code:{paper.RETRACTED}"):
        assert texts(read_page(site, search(query)), TITLES) == []
    traditional = read_page(site, search("雙增長", "/zh-Hant"))
    assert texts(traditional, f"{TITLES}/mark") == ["雙增長"]

    seen: list[str] = []
    target = search("快讯")
    while target:
        page = read_page(site, target)
        seen += texts(page, TITLES)
        target = next(iter(texts(page, "//a[@rel='next']/@href")), "")
    assert len(seen) == len(set(seen)) == paper.ROLLING_ARTICLES
    assert ask(site, f"{search('快讯')}&before=NOBODY").status == 404


def test_a_search_is_no_place(site: str) -> None:
    """It is not indexed, and is kept for moments; what was typed is text."""
    answer = ask(site, search(HOSTILE))
    assert answer.status == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "public, max-age=10"
    page = read_page(site, search(HOSTILE))
    assert texts(page, "//meta[@name='robots']/@content") == ["noindex"]
    assert texts(page, "//form//input[@name='q']/@value") == [HOSTILE]
    assert texts(page, "//script") == []
    assert (
        ask(site, search(HOSTILE), {"If-None-Match": answer.headers["ETag"]}).status
        == 304
    )
    for odd in ("/search", "/search?q=", "/search?q=%00%ff%ed%a0%80", "/search/?q=x"):
        assert ask(site, odd).status == 200
    assert texts(read_page(site, "/search"), "//section[@class='syntax']//code") != []


def test_browsers_find_the_search(site: str) -> None:
    """From any page's head, in the script of the page (OpenSearch 1.1)."""
    for prefix in ("", "/zh-Hant"):
        page = read_page(site, f"{prefix}/")
        [url] = texts(page, "//link[@rel='search']/@href")
        answer = ask(site, url)
        assert answer.headers["Content-Type"].startswith(
            "application/opensearchdescription+xml"
        )
        [short] = found(answer.body, "o:ShortName/text()")
        assert 0 < len(short) <= 16
        [template] = found(answer.body, "o:Url[@type='text/html']/@template")
        address = template.replace("{searchTerms}", quote("财经早餐"))
        assert ask(site, address).status == 200
        assert address.startswith(f"{site}{prefix}/search?q=")


@pytest.fixture
def client(sqlite_url: str) -> Iterator[FlaskClient]:
    """A site without articles, as one process serves it."""
    with site_app(sqlite_url) as app:
        yield app.test_client()


def test_searches_are_limited(client: FlaskClient) -> None:
    """After a generous burst, 429 says when to come again; the form is free."""
    stranger = {"REMOTE_ADDR": "203.0.113.9"}
    told = [
        client.get(search(str(n)), environ_overrides=stranger)
        for n in range(4 * SEARCHES[0])
    ]
    statuses = [answer.status_code for answer in told]
    assert 429 not in statuses[: SEARCHES[0]]
    waiting = next(answer for answer in told if answer.status_code == 429)
    assert 1 <= int(waiting.headers["Retry-After"]) <= 60
    assert client.get("/search", environ_overrides=stranger).status_code == 200
