"""Statistics: sums over days, in order, and nothing of what was withdrawn."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc.model.channel import Channel
from feedsvc.model.click import Opened
from feedsvc.model.info_code import InfoCode
from feedsvc.model.statistics import Count, Report
from feedsvc.services.clicks import ClickCounter
from feedsvc.services.statistics import Statistics
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.trees import code

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2022, 6, 1)


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Three articles with 1, 2 and 3 clicks by people; one by a robot; dead links."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(3)
        newsroom.import_()
        clicks = ClickCounter(
            newsroom.database, ZONE, lambda: newsroom.now, "news.test"
        )
        links = [newsroom.article(code(n), "id") for n in (1, 2, 3)]
        for number, article_id in enumerate(links, start=1):
            for _ in range(number):
                clicks.note(Opened(article_id, None, "from=weibo", "Mozilla", ""))
        clicks.note(Opened(links[-1], None, "twclid=1", "Twitterbot/1.0", ""))
        for unknown in ("AAAA", "BBBB", "BBBB", "CCCC"):
            clicks.note(Opened(None, InfoCode(unknown), "", "Mozilla", ""))
        clicks.note(Opened(None, None, "", "Twitterbot/1.0", ""))
        clicks.flush()
        yield newsroom


def report(newsroom: Newsroom, *, days: int = 7, top: int = 20) -> Report:
    """The report of this moment."""
    service = Statistics(newsroom.database, ZONE, lambda: newsroom.now)
    return service.report(days=days, top=top)


def test_every_day_is_there(newsroom: Newsroom):
    """Those without a click too, the oldest first."""
    days = report(newsroom, days=3).days
    assert days == (
        (date(2022, 5, 30), Count()),
        (date(2022, 5, 31), Count()),
        (TODAY, Count(6, 1)),
    )


def test_the_most_clicked_comes_first(newsroom: Newsroom):
    """Articles, channels and unknown codes alike; only so many."""
    found = report(newsroom, top=2)
    assert [(a.info_code, a.count) for a in found.articles] == [
        (code(3), Count(3, 1)),
        (code(2), Count(2)),
    ]
    assert found.channels == ((Channel.WEIBO, Count(6)), (Channel.X, Count(0, 1)))
    assert found.unknown == (("BBBB", Count(2)), ("AAAA", Count(1)))
    assert found.unknown_total == Count(4, 1)
    assert found.other_unknown == Count(1, 1)
    assert found.total == Count(6, 1)


def test_days_end(newsroom: Newsroom):
    """What was counted before the first day is in no sum."""
    newsroom.pass_time(7 * 86_400)
    found = report(newsroom)
    assert found.total == found.unknown_total == Count()
    assert (found.articles, found.channels, found.unknown) == ((), (), ())


def test_a_withdrawn_article_has_no_title(newsroom: Newsroom):
    """Its code stands there, and how often it was opened."""
    newsroom.decisions.retract(InfoCode(code(3)), reason="x", is_legal=False)
    titles = [article.title for article in report(newsroom).articles]
    assert titles == [None, "第2篇", "第1篇"]


def test_a_merged_articles_clicks_are_its_survivors(newsroom: Newsroom):
    """Whatever code was followed, the same article was read."""
    newsroom.decisions.merge(InfoCode(code(3)), InfoCode(code(1)))
    articles = report(newsroom).articles
    assert [(a.info_code, a.count.total) for a in articles] == [
        (code(1), 5),
        (code(2), 2),
    ]
