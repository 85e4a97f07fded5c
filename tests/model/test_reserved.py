"""Reserved paths: those at which feedsvc answers itself, and no others."""

import re
from pathlib import Path

import pytest

from feedsvc.edge.feed_urls import find_document
from feedsvc.model.reserved import is_reserved
from tests.support.app import site_app

RESERVED = (
    "/", "/feeds/", "/feeds", "/opml.xml", "/categories/", "/categories/a/", "/days/2024-01-01/",
    "/s/NW01", "/s/NW01/qr.svg", "/media/ab/c.png", "/cards/NW01/x.png", "/embed/articles/NW01",
    "/embed/v1/feedsvc.js", "/api/v1/resolve", "/static/x", "/zh-Hant", "/zh-Hant/any/thing",
    "/atom.xml", "/a/b/feed.json", "/sources/a/pages/3/rss.xml", "/html_News/NewsShare.html",
)  # fmt: skip
FREE = (
    "/feeds/a/", "/categories/a/b.html", "/days/2024/01/01/a.html", "/media/2024/01/01/a.html",
    "/api/2024/a.html", "/embed/a.html", "/a/", "/posts/feeds/", "/feed.html", "/about.html",
    "/embed/v1/a.html", "/zh-hant-news/a.html", "/s/a/b.html", "/Feeds/",
)  # fmt: skip


@pytest.mark.parametrize("path", RESERVED)
def test_an_address_of_ours_is_reserved(path: str) -> None:
    """Pages, files, feeds and share links."""
    assert is_reserved(path)


@pytest.mark.parametrize("path", FREE)
def test_other_addresses_are_free(path: str) -> None:
    """Categories that are called like pages of ours keep their addresses."""
    assert not is_reserved(path)
    assert find_document(path, "") is None


def test_every_route_is_reserved(tmp_path: Path) -> None:
    """A page that is added has its line."""
    samples = {"any(categories, sources)": "sources", "any(svg, png)": "png"}
    with site_app(f"sqlite:///{tmp_path / 'none.db'}") as app:
        rules = {rule.rule for rule in app.url_map.iter_rules()}
    rules -= {rule for rule in rules if rule.startswith("/<")}  # articles' own
    paths = {
        re.sub(r"<(?:([^:<>]+):)?\w+>", lambda m: samples.get(m[1] or "", "x"), rule)
        for rule in rules
    }
    assert {path for path in paths if not is_reserved(path)} == set()
