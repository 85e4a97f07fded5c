"""Standing memory: quick, bounded, and never behind what it has looked up."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.model.article import ArticleState
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles.standing_memory import StandingMemory
from tests.support.client import eventually
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.trees import code

ONE, TWO = InfoCode(code(1)), InfoCode(code(2))


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Two articles."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(2)
        newsroom.import_()
        yield newsroom


def state(memory: StandingMemory, asked: InfoCode = ONE) -> ArticleState:
    """The state of the article that answers for a code."""
    standing = memory.find_by_code(asked)
    assert standing is not None
    return standing.state


def test_a_code_is_remembered_while_nothing_changes(newsroom: Newsroom) -> None:
    """What is done behind the change line's back shows that the database is not asked."""
    memory = StandingMemory(newsroom.database)
    assert state(memory) is ArticleState.PUBLISHED
    newsroom.run("UPDATE articles SET state = 'retracted'")
    time.sleep(0.2)
    assert state(memory) is ArticleState.PUBLISHED
    assert state(memory, TWO) is ArticleState.RETRACTED


def test_a_change_is_seen_soon(newsroom: Newsroom) -> None:
    """By memories of other processes too."""
    memories = [StandingMemory(newsroom.database) for _ in range(2)]
    for memory in memories:
        assert state(memory) is ArticleState.PUBLISHED
    newsroom.deciding.retract(ONE, reason="x", is_legal=False)
    for memory in memories:
        eventually(
            lambda memory=memory: state(memory),  # type: ignore[misc]
            lambda found: found is ArticleState.RETRACTED,
        )


def test_an_unknown_code_is_not_kept(newsroom: Newsroom) -> None:
    """It may be somebody's at any time."""
    memory = StandingMemory(newsroom.database)
    assert memory.find_by_code(InfoCode("NOBODYS")) is None
    newsroom.run(
        "UPDATE articles SET info_code = 'NOBODYS' WHERE info_code = :one", one=ONE
    )
    assert memory.find_by_code(InfoCode("NOBODYS")) is not None
