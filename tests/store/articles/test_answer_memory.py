"""Answer memory: quick, bounded, and never behind what it has looked up."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.model.answer import Published, Withdrawn
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles.answer_memory import AnswerMemory
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


def state(memory: AnswerMemory, asked: InfoCode = ONE) -> type:
    """The kind of answer for a code."""
    return type(memory.find_by_code(asked))


def test_a_code_is_remembered_while_nothing_changes(newsroom: Newsroom) -> None:
    """What is done behind the change line's back shows that the database is not asked."""
    memory = AnswerMemory(newsroom.database)
    assert state(memory) is Published
    newsroom.run("UPDATE articles SET state = 'retracted'")
    time.sleep(0.2)
    assert state(memory) is Published
    assert state(memory, TWO) is Withdrawn


def test_a_change_is_seen_soon(newsroom: Newsroom) -> None:
    """By memories of other processes too."""
    memories = [AnswerMemory(newsroom.database) for _ in range(2)]
    for memory in memories:
        assert state(memory) is Published
    newsroom.decisions.retract(ONE, reason="x", is_legal=False)
    for memory in memories:
        eventually(
            lambda memory=memory: state(memory),  # type: ignore[misc]
            lambda found: found is Withdrawn,
        )


def test_an_unknown_code_is_not_kept(newsroom: Newsroom) -> None:
    """It may be somebody's at any time."""
    memory = AnswerMemory(newsroom.database)
    assert memory.find_by_code(InfoCode("NOBODYS")) is None
    newsroom.run(
        "UPDATE articles SET info_code = 'NOBODYS' WHERE info_code = :one", one=ONE
    )
    assert memory.find_by_code(InfoCode("NOBODYS")) is not None
