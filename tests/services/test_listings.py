"""Listings: they page back to the first article, each article once."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc.errors import ArticleNotFound, NotFound, StreamNotFound
from feedsvc.model.info_code import InfoCode
from feedsvc.model.listing import Day, Listing
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.services.listings import PAGE_HEADLINES, Listings
from feedsvc.store.database.engine import Database
from tests.support import paper

ROLLING = StreamRef(StreamKind.CATEGORY, paper.ROLLING)
BUSY = date.fromisoformat(paper.BUSY_DAY)


@pytest.fixture
def listings(database_url: str, tmp_path: Path) -> Iterator[Listings]:
    """Listings over the paper."""
    paper.fill(database_url, tmp_path / "archive")
    database = Database(database_url)
    yield Listings(database, ZoneInfo("Asia/Shanghai"))
    database.dispose()


def codes(page_from: Callable[[str | None], Listing | Day]) -> list[InfoCode]:
    """The codes of a listing and of all its older pages."""
    page = page_from(None)
    found = [headline.info_code for headline in page.headlines]
    while page.older is not None:
        assert len(page.headlines) == PAGE_HEADLINES
        page = page_from(page.older)
        found += [headline.info_code for headline in page.headlines]
    return found


def test_pages_cover_each_article_once(listings: Listings) -> None:
    """Of the site, of a category and of a day, newest first."""
    whole = codes(lambda before: listings.listing(SITE, before))
    rolling = codes(lambda before: listings.listing(ROLLING, before))
    day = codes(lambda before: listings.day(BUSY, before))
    assert len(whole) == len(set(whole)) == paper.ROLLING_ARTICLES + 3
    assert len(rolling) == len(set(rolling)) == paper.ROLLING_ARTICLES
    assert day == rolling[: len(day)]
    assert [code for code in whole if code in set(rolling)] == rolling


def test_only_what_is_published_is_listed(listings: Listings) -> None:
    """Nothing withdrawn, merged, scheduled or incomplete, in lists and in counts."""
    hidden = {
        paper.RETRACTED,
        paper.REMOVED,
        paper.MERGED,
        paper.SCHEDULED,
        paper.INCOMPLETE,
    }
    assert not hidden & {headline.info_code for headline in listings.latest()}
    assert not hidden & set(codes(lambda before: listings.listing(SITE, before)))
    counts = {
        entry.stream.name: entry.articles
        for entry in listings.index(StreamKind.CATEGORY)
    }
    assert counts == {
        paper.ROLLING: paper.ROLLING_ARTICLES,
        paper.OUTLET: 1,
        paper.SPACED: 1,
        paper.RENAMED: 1,
        paper.EMPTY: 0,
    }


def test_a_day_knows_its_neighbours(listings: Listings) -> None:
    """The nearest days with articles, and none beyond the first and the last."""
    found = listings.day(BUSY, None)
    assert (found.previous, found.next) == (date(2026, 10, 30), date(2026, 11, 1))
    assert listings.day(date(2026, 10, 30), None).previous is None
    assert listings.day(date(2026, 11, 1), None).next is None


@pytest.mark.parametrize(
    "day", [date.min, date.max, date(1899, 12, 31), date(2201, 1, 1), date(2025, 1, 1)]
)
def test_a_day_without_articles_is_not_found(listings: Listings, day: date) -> None:
    """However far from any that has some."""
    with pytest.raises(NotFound, match="no day"):
        listings.day(day, None)


def test_a_page_starts_at_a_known_article(listings: Listings) -> None:
    """At a withdrawn one too, but at no code that nobody has, or that has no date."""
    assert listings.listing(SITE, paper.RETRACTED.lower()).headlines
    for before in ("NW0000", "", "财经", "9" * 1_000, str(paper.INCOMPLETE)):
        with pytest.raises(ArticleNotFound):
            listings.listing(SITE, before)
        with pytest.raises(ArticleNotFound):
            listings.day(BUSY, before)


def test_an_unknown_stream_is_not_found(listings: Listings) -> None:
    """A category and a source alike."""
    for kind in (StreamKind.CATEGORY, StreamKind.SOURCE):
        with pytest.raises(StreamNotFound):
            listings.listing(StreamRef(kind, "nowhere"), None)


def test_a_source_is_listed_once_it_is_known(listings: Listings) -> None:
    """Its credit was written out, so the index has it."""
    (entry,) = listings.index(StreamKind.SOURCE)
    assert (entry.stream.name, entry.articles) == ("滨江日报", 1)


def test_a_day_s_newest(listings: Listings) -> None:
    """A handful, newest first, of one day; of a day without any, none."""
    found = listings.of_day(BUSY)
    assert len(found) == 10
    assert found == listings.day(BUSY, None).headlines[:10]
    for empty in (date(2025, 1, 1), date.min, date.max):
        assert listings.of_day(empty) == ()
