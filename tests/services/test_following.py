"""Following the change line: each change for one follower alone, and for one at least."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.model.info_code import InfoCode
from feedsvc.model.stream import SITE, StreamKind
from feedsvc.services.following import Following
from feedsvc.store.changes import followers
from feedsvc.store.changes.followers import Step
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.trees import code, name

Open = Callable[..., Following]


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Services over a database of the test's own, on each engine in turn."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        yield newsroom


@pytest.fixture
def follow(newsroom: Newsroom) -> Open:
    """Begins another process that follows."""

    def open_(name: str = "search") -> Following:
        return Following(newsroom.database, name, lambda: newsroom.now)

    return open_


def bring_in(newsroom: Newsroom, number: int, title: str = "港口开放") -> None:
    """An article in a change of its own."""
    newsroom.tree.post(name(number), title=title)
    newsroom.import_()
    newsroom.pass_time(1)


def all_steps(following: Following) -> list[Step]:
    """Steps that are left to follow, each finished at once."""
    steps = []
    while step := following.next_step():
        steps.append(step)
        following.finish()
    return steps


def told(newsroom: Newsroom, steps: list[Step]) -> dict[str, list[bool]]:
    """Flags that steps gave each article, true where it was shown, by code."""
    codes = dict(map(tuple, newsroom.rows("SELECT id, info_code FROM articles")))
    found: dict[str, list[bool]] = {}
    for step in steps:
        for article in step.articles:
            found.setdefault(codes[article.id], []).append(article.is_shown)
    return found


def test_a_change_tells_its_streams_and_articles(newsroom: Newsroom, follow: Open):
    """Steps come in the line's order, each thing once, and end until more changes."""
    following = follow()
    bring_in(newsroom, 1)
    bring_in(newsroom, 2)
    steps = all_steps(following)
    assert [step.revision for step in steps] == sorted({s.revision for s in steps})
    assert told(newsroom, steps) == {code(1): [True], code(2): [True]}
    # Both stand in the feeds that the second changed again.
    assert SITE in steps[-1].streams
    assert any(ref.kind is StreamKind.CATEGORY for ref in steps[-1].streams)
    assert following.next_step() is None
    bring_in(newsroom, 1, title="港口扩建完工")
    newsroom.decisions.retract(InfoCode(code(2)), reason="x", is_legal=False)
    assert told(newsroom, all_steps(following)) == {code(1): [True], code(2): [False]}


def test_all_changes_may_be_one_step(newsroom: Newsroom, follow: Open):
    """Each stream once, from the second step on: who begins late need not catch up."""
    bring_in(newsroom, 1)
    following = Following(
        newsroom.database, "pings", lambda: newsroom.now, by=followers.stretch
    )
    assert [step.streams for step in all_steps(following)] == [()]
    bring_in(newsroom, 2)
    bring_in(newsroom, 3)
    every = {ref for step in all_steps(follow()) for ref in step.streams}
    [step] = all_steps(following)
    assert step.revision == newsroom.revision()
    assert set(step.streams) == every
    assert len(step.streams) == len(every)


def test_followers_of_other_names_have_places_of_their_own(
    newsroom: Newsroom, follow: Open
):
    """One that comes later is told from the first change on."""
    bring_in(newsroom, 1)
    assert told(newsroom, all_steps(follow("hub"))) == {code(1): [True]}
    assert told(newsroom, all_steps(follow("mirror"))) == {code(1): [True]}
    assert all_steps(follow("hub")) == []


def test_a_step_that_somebody_has_is_nobody_elses(newsroom: Newsroom, follow: Open):
    """Another follower waits until the step is finished, and goes on behind it."""
    one, two = follow(), follow()
    bring_in(newsroom, 1)
    first = one.next_step()
    bring_in(newsroom, 2)
    newsroom.pass_time(50)
    assert one.hold()
    newsroom.pass_time(50)  # the lease would be over
    assert two.next_step() is None
    one.finish()
    second = two.next_step()
    assert first is not None
    assert second is not None
    assert second.revision > first.revision
    assert one.next_step() is None


def test_what_a_killed_follower_had_is_told_again(newsroom: Newsroom, follow: Open):
    """After its lease; if it was only slow, it hears so and its end counts no more."""
    slow, other = follow(), follow()
    bring_in(newsroom, 1)
    had = slow.next_step()
    newsroom.pass_time(61)
    again = other.next_step()
    assert had == again
    assert not slow.hold()
    slow.finish()
    assert other.hold()
    other.finish()
    assert all_steps(slow) == all_steps(other) == []


def test_followers_at_once_do_each_step_once(newsroom: Newsroom, follow: Open):
    """Three threads that look in any order share the steps."""
    for number in range(1, 5):
        bring_in(newsroom, number)
    with ThreadPoolExecutor(3) as pool:
        done = pool.map(all_steps, [follow() for _ in range(3)])
        steps = [step for each in done for step in each]
    steps += all_steps(follow())
    revisions = [step.revision for step in steps]
    assert len(revisions) == len(set(revisions))
    assert set(told(newsroom, steps)) == {code(number) for number in range(1, 5)}


def test_a_lease_of_a_fast_clock_holds_nobody_up(newsroom: Newsroom, follow: Open):
    """Years ahead, and set back since."""
    bring_in(newsroom, 1)
    now = newsroom.now
    newsroom.now = now + timedelta(days=800)
    assert follow().next_step()
    newsroom.now = now
    assert follow().next_step()
