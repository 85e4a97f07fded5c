"""The real sample, from the archive to what readers, apps and people get of it.

`labels.json` says, file by file, what a correct import knows. Its texts are not ours:
nothing of them stands here.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from feedsvc.model.feed import Format
from feedsvc.model.links import encode_path
from feedsvc.model.slug import slug_of_name
from tests.acceptance.conftest import Publish
from tests.support.client import Answer, ask
from tests.support.process import ROOT
from tests.support.readers import ReadEntry, read_feed, read_page, texts

Label = dict[str, Any]

SAMPLE = ROOT.parent / "shared" / "archive"
FILE = SAMPLE / "labels.json"
# Where it is absent, the fixture `archive` says so of each test.
LABELS: list[Label] = json.loads(FILE.read_bytes()) if FILE.exists() else [{}]
EACH = pytest.mark.parametrize(
    "label", LABELS, ids=lambda label: label.get("file", "none")
)
CATEGORIES = (
    "TechWeb", "21shijijingjibaodao 21caijingAPP", "zhuzhouribao", "emnews", "sitenews",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(archive: Path, publish: Publish) -> str:
    """The base URL of a server that has the sample, on each engine in turn."""
    return publish(archive)


def folder_of(category: str) -> str:
    """Where a category's feeds stand."""
    return f"/categories/{slug_of_name(category)}/"


def entries_of(site: str, label: Label) -> list[ReadEntry]:
    """The label's article as its category's feeds have it, one entry a format."""
    url = article_of(site, label).location
    return [
        next(entry for entry in feed.values() if entry.url == url)
        for feed in (
            read_feed(site, folder_of(label["category"]), format_) for format_ in Format
        )
    ]


def article_of(site: str, label: Label) -> Answer:
    """What the label's share link says; by file for the one that never had a code."""
    if "info_code" not in label:
        page = read_page(site, label["permalink"])
        (share,) = texts(page, "//article/footer//input/@value")
        return ask(site, share)
    return ask(site, f"/html_News/NewsShare.html?infoCode={label['info_code']}")


@EACH
def test_a_share_link_leads_to_the_article(site: str, label: Label) -> None:
    """301 to the permalink, where the title and the credit stand."""
    share = article_of(site, label)
    assert share.status == 301
    if "permalink" in label:
        assert share.location == site + encode_path(label["permalink"])
    assert ask(site, share.location).status == 200
    page = read_page(site, share.location)
    (header,) = texts(page, "//article/header")
    assert label.get("title", "") in header
    for name in names(label, "publisher", "author", "illustrator", "image"):
        assert name in header
    if "published" in label:
        assert texts(page, "//article//time/@datetime")[0] == label["published"]


@EACH
def test_a_link_of_the_static_site_leads_there_too(site: str, label: Label) -> None:
    """Both share paths, and for an old post the page that Jekyll made of it."""
    known = article_of(site, label).location
    if "info_code" in label:
        assert ask(site, f"/s/{label['info_code'].lower()}").location == known
    if label["file"].startswith("old_post/"):
        page = "/" + label["file"].removesuffix(".md") + ".html"
        assert ask(site, page).location == known


@EACH
def test_feeds_hold_the_entry(site: str, label: Label) -> None:
    """One id, title and moment in every format, and the zone is Beijing's."""
    atom, rss, json_feed = entries_of(site, label)
    assert atom.id == rss.id == json_feed.id
    assert atom.title == rss.title == json_feed.title
    for entry in (atom, rss, json_feed):
        if "title" in label:
            assert entry.title == label["title"]
        if "published" in label:
            assert entry.published == datetime.fromisoformat(label["published"])
        assert entry.published.isoformat().endswith("+08:00")


@EACH
def test_feeds_credit_whom_the_page_credits(site: str, label: Label) -> None:
    """R22: publisher and author in the format's own elements, everybody in the content."""
    for entry in entries_of(site, label):
        publishers = names(label, "publisher")
        if publishers:
            assert list(entry.publishers) == publishers
        if "author" in label:
            assert list(entry.authors) == label["author"]
        for name in names(label, "publisher", "author", "illustrator", "image"):
            assert name in entry.html


def names(label: Label, *roles: str) -> list[str]:
    """Whom a label credits in these roles."""
    found = [label.get(role) or [] for role in roles]
    return [n for some in found for n in ([some] if isinstance(some, str) else some)]


@EACH
def test_twins_are_one_article(site: str, label: Label) -> None:
    """A story that stands in two files is in the feed once."""
    feed = read_feed(site, folder_of(label["category"]), Format.ATOM)
    url = article_of(site, label).location
    assert [entry.url for entry in feed.values()].count(url) == 1


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("format_", Format)
def test_every_category_has_valid_feeds(
    site: str, category: str, format_: Format
) -> None:
    """Those without a post too."""
    feed = read_feed(site, folder_of(category), format_)
    expected = {label["category"] for label in LABELS}
    assert bool(feed) == (category in expected)


def test_the_site_feed_holds_every_article(site: str) -> None:
    """Eleven stories of thirteen posts, and no more."""
    assert len(read_feed(site, "/", Format.JSON)) == len(LABELS)
