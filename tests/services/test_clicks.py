"""Clicks: sums that no process loses, and whose rows cannot grow without bound."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA, is_crawler

from feedsvc.errors import DatabaseUnusable
from feedsvc.model.click import Kind, Opened
from feedsvc.model.info_code import InfoCode
from feedsvc.services.clicks import (
    CODES_A_DAY,
    KEPT_DAYS,
    ClickCounter,
    kind_of,
)
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.trees import code

ZONE = ZoneInfo("Asia/Shanghai")
PERSON = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML,"
    " like Gecko) Mobile/15E148 MicroMessenger/8.0.44(0x18002c2c) NetType/WIFI"
)
ROBOT = "facebookexternalhit/1.1"


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """A database with three articles."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(3)
        newsroom.import_()
        yield newsroom


def click_counter(newsroom: Newsroom) -> ClickCounter:
    """What one process counts with."""
    return ClickCounter(newsroom.database, ZONE, lambda: newsroom.now, "news.test")


def click(clicks: ClickCounter, article_id: int, *, agent: str = PERSON) -> None:
    """Somebody opens a link that came by Weibo."""
    opened = Opened(article_id, None, "infoCode=x", agent, "https://weibo.com/")
    clicks.note(opened)


def miss(clicks: ClickCounter, code: str | None, *, agent: str = PERSON) -> None:
    """Somebody opens a link that leads nowhere."""
    clicks.note(Opened(None, InfoCode(code) if code else None, "", agent, ""))


def id_(newsroom: Newsroom, number: int) -> int:
    """The store's number of an article."""
    found: int = newsroom.article(code(number), "id")
    return found


def counted(newsroom: Newsroom) -> dict[tuple[str, ...], int]:
    """What is written down, by day, code, channel and kind."""
    found = newsroom.rows(
        "SELECT c.day, a.info_code, c.channel, c.kind, c.n FROM clicks c"
        " JOIN articles a ON a.id = c.article_id"
    )
    return {(str(row[0]), *row[1:-1]): row[-1] for row in found}


def missed(newsroom: Newsroom) -> dict[tuple[str, ...], int]:
    """The same of codes that lead nowhere."""
    found = newsroom.rows("SELECT day, code, kind, n FROM misses WHERE n > 0")
    return {(str(row[0]), *row[1:-1]): row[-1] for row in found}


def test_a_robots_name_may_have_digits():
    """Only versions are told apart from who it is, over all that the list names."""
    for robot in CRAWLER_USER_AGENTS_DATA:
        for agent in map(shortened, robot.get("instances", ())):
            if is_crawler(agent) and "Code/1." not in agent:
                assert kind_of(agent) is Kind.BOT, agent


def shortened(agent: str) -> str:
    """As much of an agent as is read."""
    return agent[:256]


def test_counts_are_summed_up(newsroom: Newsroom):
    """Per article, day, channel and kind; a second flush adds to the first."""
    clicks = click_counter(newsroom)
    for _ in range(2):
        for _ in range(3):
            click(clicks, id_(newsroom, 1))
        click(clicks, id_(newsroom, 1), agent=ROBOT)
        clicks.note(Opened(id_(newsroom, 2), None, "from=timeline", PERSON, ""))
        clicks.flush()
    assert counted(newsroom) == {
        ("2022-06-01", code(1), "weibo", "human"): 6,
        ("2022-06-01", code(1), "weibo", "bot"): 2,
        ("2022-06-01", code(2), "wechat-moments", "human"): 2,
    }


def test_nothing_new_writes_nothing(newsroom: Newsroom):
    """What was written down is not counted again."""
    clicks = click_counter(newsroom)
    click(clicks, id_(newsroom, 1))
    for _ in range(3):
        clicks.flush()
    assert list(counted(newsroom).values()) == [1]


def test_a_day_is_the_sites(newsroom: Newsroom):
    """At 15:59 UTC it is still today in Shanghai, at 16:00 tomorrow."""
    clicks = click_counter(newsroom)
    newsroom.now = newsroom.now.replace(hour=15, minute=59, second=59)
    for _ in range(2):
        click(clicks, id_(newsroom, 1))
        clicks.flush()
        newsroom.pass_time(1)
    assert [day for day, *_ in sorted(counted(newsroom))] == [
        "2022-06-01",
        "2022-06-02",
    ]


def test_no_validator_moves(newsroom: Newsroom):
    """Clicks are on no surface: readers fetch nothing anew for them."""
    before = (newsroom.revision(), newsroom.validators())
    clicks = click_counter(newsroom)
    click(clicks, id_(newsroom, 1))
    clicks.flush()
    assert (newsroom.revision(), newsroom.validators()) == before


def test_processes_add_up(newsroom: Newsroom):
    """Each with many threads, in opposite orders, flushing all the while: none is lost."""
    ids = [id_(newsroom, number) for number in (1, 2, 3)]
    ours = [click_counter(newsroom) for _ in range(4)]

    def work(index: int) -> None:
        clicks = ours[index % len(ours)]
        for turn in range(50):
            for article_id in ids if index % 2 else reversed(ids):
                click(clicks, article_id)
            miss(clicks, f"CODE{turn % 7}", agent=ROBOT)
            if turn % 10 == 9:
                clicks.flush()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    for clicks in ours:
        clicks.flush()
    assert list(counted(newsroom).values()) == [400] * 3
    assert sum(missed(newsroom).values()) == 400


def test_what_could_not_be_written_is_kept(newsroom: Newsroom):
    """A flush that fails says so; the next one that succeeds writes both."""
    clicks = click_counter(newsroom)
    click(clicks, id_(newsroom, 1))
    newsroom.run("ALTER TABLE clicks RENAME TO away")
    with pytest.raises(DatabaseUnusable):
        clicks.flush()
    click(clicks, id_(newsroom, 1))
    newsroom.run("ALTER TABLE away RENAME TO clicks")
    clicks.flush()
    assert list(counted(newsroom).values()) == [2]


def test_unknown_codes_are_bounded(newsroom: Newsroom):
    """A day tells so many apart, of all processes together; the rest is one number."""
    for process in range(2):
        clicks = click_counter(newsroom)
        for number in range(CODES_A_DAY):
            miss(clicks, f"P{process}-{number:04}", agent=ROBOT)
        miss(clicks, "P0-0000")
        clicks.flush()
    found = missed(newsroom)
    codes = {code for _, code, _ in found}
    assert len(codes - {""}) == CODES_A_DAY
    assert found["2022-06-01", "", "bot"] == CODES_A_DAY
    assert found["2022-06-01", "P0-0000", "human"] == 2
    assert sum(found.values()) == 2 * CODES_A_DAY + 2


def test_a_flood_stays_small(newsroom: Newsroom):
    """Of more unknown codes than a day tells apart, none is lost: the others are one."""
    clicks = click_counter(newsroom)
    for number in range(10_000):
        miss(clicks, f"FLOOD{number}")
    clicks.flush()
    found = missed(newsroom)
    assert len(found) == CODES_A_DAY + 1
    assert sum(found.values()) == 10_000


def test_malformed_codes_are_one_number(newsroom: Newsroom):
    """Whatever they were, nothing of it is kept."""
    clicks = click_counter(newsroom)
    miss(clicks, None)
    miss(clicks, None)
    clicks.flush()
    assert missed(newsroom) == {("2022-06-01", "", "human"): 2}


def test_unknown_codes_are_forgotten(newsroom: Newsroom):
    """After three months; what was counted of articles is not."""
    clicks = click_counter(newsroom)
    miss(clicks, "ANCIENT")
    click(clicks, id_(newsroom, 1))
    clicks.flush()
    newsroom.pass_time((KEPT_DAYS + 1) * 86_400)
    miss(clicks, "RECENT")
    clicks.flush()
    assert [code for _, code, _ in missed(newsroom)] == ["RECENT"]
    assert len(counted(newsroom)) == 1


def test_a_purge_keeps_the_counts(newsroom: Newsroom):
    """They say nothing of what the article said."""
    clicks = click_counter(newsroom)
    click(clicks, id_(newsroom, 1))
    clicks.flush()
    newsroom.decisions.purge(InfoCode(code(1)))
    assert list(counted(newsroom).values()) == [1]


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (PERSON, "human"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.0.0 Safari/537.36",
            "human",
        ),
        (
            "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) Chrome/85.0.4183.101 Mobile",
            "human",
        ),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0)", "bot"),
        ("TelegramBot (like TwitterBot)", "bot"),
        ("WhatsApp/2.23.20.0 A", "bot"),
        ("python-requests/2.31", "bot"),
        ("", "bot"),
        ("\xff\x00" * 100, "human"),
    ],
)
def test_robots_are_known_by_their_names(agent: str, kind: str):
    """Those that a maintained list holds; an app's own browser is a person's."""
    assert kind_of(agent) == kind
