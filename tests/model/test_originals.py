"""Originals: another site's address, and never this site's own."""

import pytest

from feedsvc.model.links import Links
from feedsvc.model.originals import original_url

LINKS = Links("https://news.example.com", "https://old.example.com")


@pytest.mark.parametrize(
    "url",
    [
        None, "https://news.example.com/a", "http://news.example.com/a",
        "https://WWW.news.example.com:443/a", "https://old.example.com/b",
        "http://other.example/html_News/NewsShare.html?infoCode=NW202112310000000001",
        "http://other.example/html_news/newsshare.html?x=1", "http://[", "https:///a",
    ],
)  # fmt: skip
def test_own_address_is_no_original(url: str | None) -> None:
    """An article is not based on itself, under whichever host and share link."""
    assert original_url(url, LINKS) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://upstream.example.org/a/1.html",
        "https://news.example.com.evil.example/a",
        "https://a.example/?u=/NewsShare.html",
    ],
)
def test_another_sites_address_is_the_original(url: str) -> None:
    """Likeness is not enough."""
    assert original_url(url, LINKS) == url
