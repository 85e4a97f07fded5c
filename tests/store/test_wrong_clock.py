"""Clocks that are clearly wrong, and what one has left behind."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.errors import ClockWrong
from feedsvc.model.clock import MADE
from feedsvc.services.operations import Check, Operations
from feedsvc.services.syndication.epoch import enter_epoch
from feedsvc.store.changes.change_line import latest_epoch
from tests.support.newsroom import Newsroom, info, newsroom_over
from tests.support.trees import code, name

NOW = MADE + timedelta(days=300)
IN_2099 = int(datetime(2099, 1, 1, tzinfo=UTC).timestamp())


@pytest.fixture
def newsroom(newsroom: Newsroom) -> Newsroom:
    """Articles that came just now; one was withdrawn."""
    newsroom.now = NOW
    newsroom.tree.posts(4)
    newsroom.import_()
    newsroom.decisions.retract(info(code(1)), reason="误", is_legal=False)
    return newsroom


def operations(newsroom: Newsroom) -> Operations:
    """The use case, at the newsroom's time."""
    return Operations(newsroom.database, lambda: newsroom.now)


def checks(newsroom: Newsroom) -> dict[str, Check]:
    """What the doctor says, by name."""
    return {check.name: check for check in operations(newsroom).doctor()}


def poison(newsroom: Newsroom, at_s: int = IN_2099) -> None:
    """Leave what one change with a fast clock once left."""
    for statement in (
        "UPDATE streams SET changed_at = :at, revision = :at_s",
        "UPDATE articles SET updated_at = :at, state_at = :at, revision = :at_s",
        "UPDATE stream_entries SET revision = :at_s",
        "UPDATE archives SET imported_at = :at",
        "UPDATE site SET revision = :at_s",
        "INSERT INTO epochs (hash, began_at) VALUES ('older', :at)",
        "INSERT INTO epochs (hash, began_at) VALUES ('newer', :at + 1)",
    ):
        used = {"at": at_s * 1_000_000, "at_s": at_s}
        newsroom.run(
            statement,
            **{key: used[key] for key in used if f":{key}" in _words(statement)},
        )


def _words(statement: str) -> set[str]:
    return {word.strip(",)") for word in statement.split()}


def changed_at(newsroom: Newsroom) -> int:
    """When the site's feed last changed, in seconds."""
    at: int = newsroom.value("SELECT changed_at FROM streams WHERE kind = 'site'")
    return at // 1_000_000


@pytest.mark.parametrize("year", [1970, 2000, 2025, 2038, 2099, 9000])
def test_a_wrong_clock_writes_nothing(newsroom: Newsroom, year: int):
    """The error says what the clock says, and the change line stands still."""
    before, newsroom.now = newsroom.revision(), datetime(year, 1, 1, tzinfo=UTC)
    newsroom.tree.post(name(9))
    with pytest.raises(ClockWrong, match=f"the clock says {year}-01-01"):
        newsroom.import_()
    with pytest.raises(ClockWrong):
        newsroom.decisions.restore(info(code(1)))
    assert newsroom.revision() == before
    assert not checks(newsroom)["clock"].is_good
    newsroom.now = NOW + timedelta(hours=1)
    newsroom.import_()
    assert changed_at(newsroom) == int(newsroom.now.timestamp())


def test_a_wrong_clock_and_an_empty_store(newsroom: Newsroom):
    """The making of this version is known even there."""
    newsroom.run("UPDATE streams SET changed_at = 0")
    newsroom.now = datetime(2099, 1, 1, tzinfo=UTC)
    with pytest.raises(ClockWrong):
        newsroom.import_()


@pytest.mark.parametrize("days", [-2, 0, 1, 2 * 365, 4 * 365])
def test_a_long_rest_is_no_fault(newsroom: Newsroom, days: int):
    """A store that nobody touched for years takes what comes; so does a clock set back."""
    newsroom.now = NOW + timedelta(days=days)
    newsroom.tree.post(name(9))
    assert newsroom.import_().new == 1
    assert checks(newsroom)["clock"].is_good


def test_an_old_version_on_a_site_in_use(newsroom: Newsroom):
    """Change after change, no year is too late."""
    for number in range(9, 20):
        newsroom.now += timedelta(days=4 * 365)
        newsroom.tree.post(name(number))
        assert newsroom.import_().new == 1


def test_a_clock_that_is_right_after_all(newsroom: Newsroom):
    """Is believed once somebody says so, and the feed that says it moves as one does."""
    newsroom.now = NOW + timedelta(days=7 * 365)
    before = newsroom.validators()[""]
    operations(newsroom).trust_clock()
    revision, at = newsroom.validators()[""]
    assert revision > before[0]
    assert at // 1_000_000 == int(newsroom.now.timestamp())
    newsroom.tree.post(name(9))
    assert newsroom.import_().new == 1
    after = newsroom.revision()
    operations(newsroom).trust_clock()
    assert newsroom.revision() == after


def test_a_slow_clock_is_never_believed(newsroom: Newsroom):
    """The version was made later: nobody can know better."""
    newsroom.now = datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
    with pytest.raises(ClockWrong):
        operations(newsroom).trust_clock()
    with pytest.raises(ClockWrong):
        operations(newsroom).mend()


@pytest.mark.parametrize("year", [1970, 2099])
def test_an_epoch_begins_whatever_the_clock(newsroom: Newsroom, year: int):
    """Readers wait for it; it begins after the newest change."""
    enter_epoch(newsroom.database, (year,), lambda: datetime(year, 1, 1, tzinfo=UTC))
    with newsroom.database.read() as snapshot:
        latest = latest_epoch(snapshot)
    assert latest is not None
    assert latest[1].timestamp() == changed_at(newsroom) + 1


def test_a_later_change_carries_the_right_time(newsroom: Newsroom):
    """What was dated 2099 drags nothing along, and no epoch either."""
    poison(newsroom)
    newsroom.now += timedelta(hours=1)
    newsroom.tree.post(name(9))
    newsroom.import_()
    assert changed_at(newsroom) == int(newsroom.now.timestamp())
    tag = enter_epoch(newsroom.database, (), lambda: newsroom.now)
    with newsroom.database.read() as snapshot:
        latest = latest_epoch(snapshot)
    assert latest is not None
    assert latest[0] == tag
    assert latest[1] <= newsroom.now + timedelta(seconds=1)


def test_numbers_grow_with_time_after_a_fast_clock(newsroom: Newsroom):
    """Or a database restored from a backup of then would give some out twice."""
    poison(newsroom)
    numbers = [IN_2099]
    for number in range(9, 12):
        newsroom.now += timedelta(seconds=1000)
        newsroom.tree.post(name(number))
        newsroom.import_()
        numbers.append(newsroom.revision())
    assert numbers[1] > numbers[0]
    assert numbers[2] - numbers[1] >= 1000
    assert numbers[3] - numbers[2] >= 1000


@pytest.mark.parametrize("days", [-2_000, -1, 0, 300])
def test_numbers_are_at_least_seconds(database_url: str, tmp_path: Path, days: int):
    """A slow clock over an empty store changes nothing: tombstones age by these."""
    with newsroom_over(database_url, tmp_path) as newsroom:
        newsroom.now = MADE + timedelta(days=days)
        newsroom.tree.post(name(1))
        newsroom.import_()
        assert newsroom.revision() == int(newsroom.now.timestamp())


@pytest.mark.parametrize("ahead_days", [2, 400, 26_000])
def test_the_doctor_finds_and_mends(newsroom: Newsroom, ahead_days: int):
    """On a new revision, so that validators move with the bytes; and only once."""
    poison(newsroom, int((newsroom.now + timedelta(days=ahead_days)).timestamp()))
    found = checks(newsroom)["times"]
    assert not found.is_good
    for counted in ("feeds ", "epochs 2", "articles 4", "archives' imported_at 1"):
        assert counted in found.detail
    before = newsroom.revision()
    operations(newsroom).mend()
    for table in ("streams", "stream_entries", "articles"):
        assert newsroom.value(f"SELECT min(revision) FROM {table}") > before  # noqa: S608
    now = int(newsroom.now.timestamp())
    assert now <= changed_at(newsroom) <= now + 1
    [epoch] = newsroom.rows("SELECT hash, began_at FROM epochs")
    assert epoch == ("newer", now * 1_000_000)
    assert "times" not in checks(newsroom)
    after = newsroom.revision()
    operations(newsroom).mend()
    assert newsroom.revision() == after


def test_mending_moves_nothing_that_is_right(newsroom: Newsroom):
    """Neither what is scheduled, nor what is dated today."""
    newsroom.tree.post(name(9), date="2050-01-01 00:00:00 +0800")
    newsroom.import_()
    before = newsroom.revision(), newsroom.validators(), newsroom.article(code(9), "*")
    assert "times" not in checks(newsroom)
    operations(newsroom).mend()
    after = newsroom.revision(), newsroom.validators(), newsroom.article(code(9), "*")
    assert before == after


def test_an_article_that_a_fast_clock_let_in(newsroom: Newsroom):
    """Is named; retracted and restored, it waits for its date again."""
    newsroom.tree.post(name(9), date="2028-01-01 00:00:00 +0800")
    newsroom.now = datetime(2028, 6, 1, tzinfo=UTC)
    newsroom.import_()
    newsroom.now = NOW + timedelta(days=1)
    operations(newsroom).mend()
    found = checks(newsroom)["times"]
    assert found.is_warning
    assert code(9) in found.detail
    newsroom.decisions.retract(info(code(9)), reason="误", is_legal=False)
    newsroom.decisions.restore(info(code(9)))
    assert newsroom.article(code(9)) == "scheduled"
    assert "times" not in checks(newsroom)
