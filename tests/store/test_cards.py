"""Cards in the store: who makes one, what becomes of it, and what goes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.model.info_code import InfoCode
from feedsvc.store import cards
from feedsvc.store.cards import Attempt, Claim, Outcome
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.trees import code

NAME = "0123456789abcdef.png"
PATIENCE, RETRY = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Three articles."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(3)
        newsroom.import_()
        yield newsroom


def id_(newsroom: Newsroom, number: int = 1) -> int:
    """The store's number of an article."""
    found: int = newsroom.article(code(number), "id")
    return found


def claim(newsroom: Newsroom, number: int = 1) -> bool:
    """Begin a card of an article."""
    now = newsroom.now
    with newsroom.database.write() as connection:
        wish = Claim(id_(newsroom, number), NAME, now, now - PATIENCE, now - RETRY)
        return cards.claim(connection, wish)


def keep(newsroom: Newsroom, body: bytes, number: int = 1) -> None:
    """End it."""
    with newsroom.database.write() as connection:
        cards.keep(connection, id_(newsroom, number), NAME, body)


def attempt(newsroom: Newsroom) -> tuple[datetime, Outcome]:
    """What is known of the one card of the first article."""
    with newsroom.database.read() as snapshot:
        [(name, found)] = cards.attempts(snapshot, id_(newsroom)).items()
    assert name == NAME
    assert isinstance(found, Attempt)
    return found.at, found.outcome


def test_a_card_is_begun_once(newsroom: Newsroom) -> None:
    """Until whoever began it must have died."""
    begun = newsroom.now
    assert [claim(newsroom), claim(newsroom)] == [True, False]
    assert attempt(newsroom) == (begun, Outcome.BEGUN)
    newsroom.pass_time(61)
    assert [claim(newsroom), claim(newsroom)] == [True, False]


def test_what_is_made_stays(newsroom: Newsroom) -> None:
    """Nobody makes it again, however old it is."""
    claim(newsroom)
    keep(newsroom, b"picture")
    assert attempt(newsroom)[1] is Outcome.MADE
    newsroom.pass_time(10**6)
    assert not claim(newsroom)
    with newsroom.database.read() as snapshot:
        assert cards.find(snapshot, id_(newsroom), NAME) == b"picture"
        assert cards.find(snapshot, id_(newsroom, 2), NAME) is None


def test_what_failed_is_tried_again_later(newsroom: Newsroom) -> None:
    """And has no bytes until then."""
    claim(newsroom)
    keep(newsroom, b"")
    assert attempt(newsroom)[1] is Outcome.FAILED
    newsroom.pass_time(61)
    assert not claim(newsroom)
    newsroom.pass_time(3600)
    assert claim(newsroom)
    assert attempt(newsroom)[1] is Outcome.BEGUN


def test_a_withdrawn_article_gets_none(newsroom: Newsroom) -> None:
    """Not even one that was begun before."""
    claim(newsroom, 1)
    for number in (1, 2):
        article = InfoCode(code(number))
        newsroom.decisions.retract(article, reason="x", is_legal=False)
    keep(newsroom, b"picture")
    assert attempt(newsroom)[1] is Outcome.BEGUN
    assert not claim(newsroom, 2)


def test_the_oldest_go_first(newsroom: Newsroom) -> None:
    """Until what is left fits; what failed costs nothing, and goes when its turn comes."""
    for number, body in ((1, b""), (2, b"12345"), (3, b"123")):
        claim(newsroom, number)
        keep(newsroom, body, number)
        newsroom.pass_time(1)

    def trim(max_bytes: int) -> list[int]:
        with newsroom.database.write() as connection:
            cards.trim(connection, max_bytes)
        left = newsroom.rows("SELECT body_bytes FROM cards ORDER BY made_at")
        return [size for (size,) in left]

    assert trim(8) == [0, 5, 3]
    assert trim(7) == [3]
    assert trim(0) == []
