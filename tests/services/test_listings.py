"""Reading: listings that page back to the first article, each article once."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc.errors import ArticleNotFound, NotFound, StreamNotFound
from feedsvc.model.info_code import InfoCode
from feedsvc.model.listing import Day, Listing
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.services.listings import PAGE_HEADLINES, Reading
from feedsvc.store.database.engine import Database
from tests.support import paper

ROLLING = StreamRef(StreamKind.CATEGORY, paper.ROLLING)
BUSY = date.fromisoformat(paper.BUSY_DAY)


@pytest.fixture
def reading(database_url: str, tmp_path: Path) -> Iterator[Reading]:
    """Reading over the paper."""
    paper.fill(database_url, tmp_path / "archive")
    database = Database(database_url)
    yield Reading(database, ZoneInfo("Asia/Shanghai"))
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


def test_pages_cover_each_article_once(reading: Reading) -> None:
    """Of the site, of a category and of a day, newest first."""
    whole = codes(lambda before: reading.listing(SITE, before))
    rolling = codes(lambda before: reading.listing(ROLLING, before))
    day = codes(lambda before: reading.day(BUSY, before))
    assert len(whole) == len(set(whole)) == paper.ROLLING_ARTICLES + 3
    assert len(rolling) == len(set(rolling)) == paper.ROLLING_ARTICLES
    assert day == rolling[: len(day)]
    assert [code for code in whole if code in set(rolling)] == rolling


def test_only_what_is_published_is_listed(reading: Reading) -> None:
    """Nothing withdrawn, merged, scheduled or incomplete, in lists and in counts."""
    hidden = {
        paper.RETRACTED,
        paper.REMOVED,
        paper.MERGED,
        paper.SCHEDULED,
        paper.INCOMPLETE,
    }
    assert not hidden & {headline.info_code for headline in reading.latest()}
    assert not hidden & set(codes(lambda before: reading.listing(SITE, before)))
    counts = {
        entry.stream.name: entry.articles
        for entry in reading.index(StreamKind.CATEGORY)
    }
    assert counts == {
        paper.ROLLING: paper.ROLLING_ARTICLES,
        paper.OUTLET: 1,
        paper.SPACED: 1,
        paper.RENAMED: 1,
        paper.EMPTY: 0,
    }


def test_a_day_knows_its_neighbours(reading: Reading) -> None:
    """The nearest days with articles, and none beyond the first and the last."""
    found = reading.day(BUSY, None)
    assert (found.previous, found.next) == (date(2026, 10, 30), date(2026, 11, 1))
    assert reading.day(date(2026, 10, 30), None).previous is None
    assert reading.day(date(2026, 11, 1), None).next is None


@pytest.mark.parametrize(
    "day", [date.min, date.max, date(1899, 12, 31), date(2201, 1, 1), date(2025, 1, 1)]
)
def test_a_day_without_articles_is_not_found(reading: Reading, day: date) -> None:
    """However far from any that has some."""
    with pytest.raises(NotFound, match="no day"):
        reading.day(day, None)


def test_a_page_starts_at_a_known_article(reading: Reading) -> None:
    """At a withdrawn one too, but at no code that nobody has, or that has no date."""
    assert reading.listing(SITE, paper.RETRACTED.lower()).headlines
    for before in ("NW0000", "", "财经", "9" * 1_000, str(paper.INCOMPLETE)):
        with pytest.raises(ArticleNotFound):
            reading.listing(SITE, before)
        with pytest.raises(ArticleNotFound):
            reading.day(BUSY, before)


def test_an_unknown_stream_is_not_found(reading: Reading) -> None:
    """A category and a source alike."""
    for kind in (StreamKind.CATEGORY, StreamKind.SOURCE):
        with pytest.raises(StreamNotFound):
            reading.listing(StreamRef(kind, "nowhere"), None)


def test_a_source_is_listed_once_it_is_known(reading: Reading) -> None:
    """Its credit was written out, so the index has it."""
    (entry,) = reading.index(StreamKind.SOURCE)
    assert (entry.stream.name, entry.articles) == ("滨江日报", 1)


def test_a_day_s_newest(reading: Reading) -> None:
    """A handful, newest first, of one day; of a day without any, none."""
    found = reading.of_day(BUSY)
    assert len(found) == 10
    assert found == reading.day(BUSY, None).headlines[:10]
    for empty in (date(2025, 1, 1), date.min, date.max):
        assert reading.of_day(empty) == ()
