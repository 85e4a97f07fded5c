"""The example archive, read back over HTTP: what a fresh clone shows for itself."""

import re
from pathlib import Path

import pytest

from feedsvc.model.feed import Format
from feedsvc.model.slug import slug_of_name
from tests.acceptance.conftest import Publish
from tests.support.client import ask
from tests.support.process import ROOT
from tests.support.readers import read_feed, read_page, texts

ARCHIVE = ROOT / "examples" / "archive"
FILES = sorted(ARCHIVE.glob("*post*/*.md"))
CATEGORIES = sorted(file.stem for file in (ARCHIVE / "category").glob("*.html"))
FOLDERS = ["/", *(f"/categories/{slug_of_name(name)}/" for name in CATEGORIES)]


@pytest.fixture(scope="module")
def site(publish: Publish) -> str:
    """The base URL of a server that has the example, on each engine in turn."""
    return publish(ARCHIVE)


def field(file: Path, name: str) -> str:
    """A line of a post's front matter, without its quotes."""
    found = re.search(
        rf"^{name}: *(.*)$", file.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert found
    return found[1].strip('"')


@pytest.mark.parametrize(
    "file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_every_post_is_an_article(site: str, file: Path) -> None:
    """By its code, or at its day, with its title and a credit where it is from an outlet."""
    digits = re.search(r"\d{18}", file.stem)
    if digits is None:
        date, name = file.stem[:10].replace("-", "/"), file.stem[11:]
        target = f"/{field(file, 'categories')}/{date}/{name}.html"
    else:
        share = ask(site, f"/html_News/NewsShare.html?infoCode=NW{digits[0]}")
        assert share.status == 301
        target = share.location
    assert ask(site, target).status == 200
    page = read_page(site, target)
    assert texts(page, "//h1") == [field(file, "title")]
    assert texts(page, "//article//time/@datetime")[0].endswith("+08:00")


@pytest.mark.parametrize("folder", FOLDERS)
def test_formats_agree(site: str, folder: str) -> None:
    """The same entries with the same titles, moments, credits and content in all three."""
    atom, rss, json_feed = (read_feed(site, folder, format_) for format_ in Format)
    assert atom == rss == json_feed
    assert atom


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_entry_leads_to_its_page(site: str, folder: str) -> None:
    """Whose credit names the same publishers and authors."""
    for entry in read_feed(site, folder, Format.ATOM).values():
        page = read_page(site, entry.url)
        assert texts(page, "//link[@rel='canonical']/@href") == [entry.url]
        (header,) = texts(page, "//article/header")
        assert entry.title in header
        for name in entry.publishers:
            assert name in header


def test_every_listed_source_has_feeds(site: str) -> None:
    """The index of sources leads to pages and feeds of articles that name them."""
    index = read_page(site, "/sources/")
    names = texts(index, "//section[@class='letter']//a")
    pages = texts(index, "//section[@class='letter']//a/@href")
    assert names
    for name, page in zip(names, pages, strict=True):
        for format_ in Format:
            feed = read_feed(site, page.removeprefix(site), format_)
            assert feed
            assert all(name in entry.publishers for entry in feed.values())
