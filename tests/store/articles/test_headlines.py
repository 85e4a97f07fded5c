"""Listings paged by key, back to the first article."""

from datetime import UTC, datetime

import pytest

from feedsvc.model.article import Headline
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles import headlines
from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name

DAY = datetime(2022, 5, 1, tzinfo=UTC)


@pytest.fixture
def crowded(newsroom: Newsroom) -> Newsroom:
    """Eleven articles of three moments, most of them of the same one."""
    for number in range(1, 12):
        minute = {1: 0, 11: 9}.get(number, 5)
        newsroom.tree.post(name(number), date=f"2022-05-01 08:0{minute}:00 +0800")
    newsroom.import_()
    return newsroom


def walk(newsroom: Newsroom, limit: int) -> list[Headline]:
    """The site's headlines, page after page."""
    site_id = newsroom.value("SELECT id FROM streams WHERE kind = 'site'")
    found: list[Headline] = []
    with newsroom.database.read() as snapshot:
        while page := headlines.latest_in_stream(
            snapshot,
            site_id,
            before=found[-1].info_code if found else None,
            limit=limit,
        ):
            found += page
    return found


@pytest.mark.parametrize("limit", [1, 3, 11, 40])
def test_a_walk_meets_each_article_once(crowded: Newsroom, limit: int):
    """Newest first, whatever the page's length, equal moments and all."""
    walked = walk(crowded, limit)
    assert sorted(line.info_code for line in walked) == [code(n) for n in range(1, 12)]
    keys = [(line.published_at, line.id) for line in walked]
    assert keys == sorted(keys, reverse=True)


def test_a_walk_goes_on_behind_a_hidden_article(crowded: Newsroom):
    """A page's address outlives the article that it starts behind."""
    first = walk(crowded, 4)
    crowded.decisions.retract(first[3].info_code, reason="", is_legal=False)
    site_id = crowded.value("SELECT id FROM streams WHERE kind = 'site'")
    with crowded.database.read() as snapshot:
        page = headlines.latest_in_stream(
            snapshot, site_id, before=first[3].info_code, limit=40
        )
    assert [line.info_code for line in page] == [line.info_code for line in first[4:]]


def test_a_day_is_paged_alike(crowded: Newsroom):
    """From its first moment up to, but not at, its end."""
    until = datetime(2022, 5, 1, 0, 9, tzinfo=UTC)
    found: list[InfoCode] = []
    with crowded.database.read() as snapshot:
        while page := headlines.latest_between(
            snapshot, DAY, until, before=found[-1] if found else None, limit=3
        ):
            found += [line.info_code for line in page]
    assert sorted(found) == [code(number) for number in range(1, 11)]


def test_the_neighbours_of_a_moment(crowded: Newsroom):
    """The last article before it and the first from it on; none beyond the ends."""
    moment = datetime(2022, 5, 1, 0, 5, tzinfo=UTC)
    with crowded.database.read() as snapshot:
        assert headlines.latest_before(snapshot, moment) == DAY
        assert headlines.first_since(snapshot, moment) == moment
        assert headlines.latest_before(snapshot, DAY) is None
        assert headlines.first_since(snapshot, datetime(2023, 1, 1, tzinfo=UTC)) is None


def test_what_a_headline_says(newsroom: Newsroom):
    """The category of its permalink, and its publishers, but no body."""
    newsroom.tree.post(name(1), html("甲文。", "江港日报"))
    newsroom.tree.post(name(1, "old_post"), "摘要。", category="a-first")
    newsroom.import_()
    [line] = walk(newsroom, 1)
    assert line.category is not None
    assert (line.category.raw, line.publishers) == ("jianggang", ("江港日报",))
    assert (line.title, line.summary) == ("港口扩建", "甲文。")


def test_whether_a_page_can_start_behind_a_code(newsroom: Newsroom):
    """An incomplete article has no place in time."""
    newsroom.tree.post(name(1))
    newsroom.tree.post(name(2), title="", date="")
    newsroom.import_()
    with newsroom.database.read() as snapshot:
        found = [headlines.exists(snapshot, InfoCode(code(n))) for n in (1, 2, 3)]
    assert found == [True, False, False]
