"""Alternates: the feeds and the other script that stand beside a page."""

import pytest

from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.site.view.alternates import feed_links, in_script, script_forms
from tests.site.samples import LINKS, TRADITIONAL_LINKS

AS_WRITTEN, TRADITIONAL = script_forms(LINKS, "zh-CN")
BASE = "https://news.example.com"


def urls(*refs, links=LINKS, is_summary=False):
    """The addresses of the feeds."""
    return [link.url for link in feed_links(*refs, links=links, is_summary=is_summary)]


def test_feed_links_name_each_format_once():
    """Rule 18: media types stand without parameters, as autodiscovery wants them."""
    assert [
        (link.label, link.media_type, link.url)
        for link in feed_links(SITE, links=LINKS)
    ] == [
        ("Atom", "application/atom+xml", f"{BASE}/atom.xml"),
        ("RSS", "application/rss+xml", f"{BASE}/rss.xml"),
        ("JSON Feed", "application/feed+json", f"{BASE}/feed.json"),
    ]


def test_feeds_are_in_the_script_of_their_links():
    """A Traditional page leads to Traditional feeds, summaries too."""
    ref = StreamRef(StreamKind.SOURCE, "binjiangribao")
    atom = f"{BASE}/zh-Hant/sources/binjiangribao/atom.xml"
    assert urls(ref, links=TRADITIONAL_LINKS)[0] == atom
    short = urls(ref, links=TRADITIONAL_LINKS, is_summary=True)
    assert short[0] == f"{atom}?content=summary"


def test_a_selection_has_one_address():
    """However its streams are ordered."""
    first, second = (StreamRef(StreamKind.CATEGORY, slug) for slug in ("a", "b"))
    assert urls(first, second) == urls(second, first)
    assert urls(second, first)[1] == f"{BASE}/feeds/rss.xml?category=a&category=b"


@pytest.mark.parametrize(
    "path", ["/", "/%E5%BF%AB/a.html", "/categories/a/?before=NW1", "/zh-Hant/"]
)
def test_a_page_is_found_in_either_script(path):
    """From each to the other and back, the rest of the address untouched."""
    as_written, traditional = BASE + path, f"{BASE}/zh-Hant{path}"
    for url, links in ((as_written, LINKS), (traditional, TRADITIONAL_LINKS)):
        assert in_script(url, AS_WRITTEN, links) == as_written
        assert in_script(url, TRADITIONAL, links) == traditional


def test_scripts_are_the_same_seen_from_each():
    """Both editions of a page list the same alternates, as hreflang demands."""
    assert script_forms(TRADITIONAL_LINKS, "zh-Hant") == (AS_WRITTEN, TRADITIONAL)
    assert [form.language for form in (AS_WRITTEN, TRADITIONAL)] == ["zh-CN", "zh-Hant"]


def test_an_english_site_has_one_script():
    """Nothing of it is Chinese, and no page leads to a Chinese form."""
    assert script_forms(LINKS, "en-GB") == ()
