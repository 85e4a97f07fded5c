"""Access: what opens, what does not, and what is kept of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.errors import TokenNotFound, TokenRefused, TooManyTokens
from feedsvc.model.token import Scope, find_prefix
from feedsvc.services.tokens import Access
from tests.support.newsroom import Newsroom, newsroom_over

STATS = frozenset({Scope.READ_STATS})
DAY = timedelta(days=1)


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path):
    """A database, and a time that only the test moves."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        yield newsroom


@pytest.fixture
def access(newsroom: Newsroom) -> Access:
    """The use case."""
    return Access(newsroom.database, lambda: newsroom.now)


def opens(access: Access, text: str) -> bool:
    """Whether a token lets somebody read the statistics."""
    try:
        access.require(text, Scope.READ_STATS)
    except TokenRefused:
        return False
    return True


def test_a_token_opens_until_it_expires(newsroom: Newsroom, access: Access):
    """To the moment."""
    text = access.create("desk", STATS, DAY)
    newsroom.pass_time(86_399)
    assert opens(access, text)
    newsroom.pass_time(1)
    assert not opens(access, text)
    assert [is_live for _, is_live in access.all()] == [False]


def test_a_token_opens_what_it_is_for(access: Access):
    """One without the scope opens nothing."""
    assert not opens(access, access.create("desk", frozenset(), DAY))


def test_a_revoked_token_opens_nothing(access: Access):
    """From the next request on; it cannot be revoked twice."""
    text = access.create("desk", STATS, DAY)
    prefix = find_prefix(text)
    assert prefix is not None
    access.revoke(prefix)
    assert not opens(access, text)
    assert access.all() == []
    with pytest.raises(TokenNotFound):
        access.revoke(prefix)


def test_two_of_a_name_live_at_a_time(newsroom: Newsroom, access: Access):
    """Enough to change one for the other; what expired does not count."""
    texts = [access.create("desk", STATS, DAY) for _ in range(2)]
    assert all(opens(access, text) for text in texts)
    with pytest.raises(TooManyTokens, match="desk"):
        access.create("desk", STATS, DAY)
    access.create("lobby", STATS, DAY)
    newsroom.pass_time(86_400)
    access.create("desk", STATS, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "feedsvc_{prefix}_" + "0" * 64,
        "feedsvc_00000000_{secret}",
        "feedsvc_{prefix}_{secret}0",
        "feedsvc_{prefix}_",
        "{prefix}",
        "{secret}",
        "é" * 81,
        "\ud800",
        "",
    ],
)
def test_almost_a_token_is_none(access: Access, text: str):
    """A right prefix with a wrong secret, the other way round, and junk of any kind."""
    token = access.create("desk", STATS, DAY)
    assert not opens(access, text.format(prefix=find_prefix(token), secret=token[-64:]))


def test_no_two_tokens_are_alike(access: Access):
    """Each has 256 random bits."""
    secrets = {access.create(f"desk {n}", STATS, DAY)[-64:] for n in range(20)}
    assert len(secrets) == 20


def test_the_store_holds_no_token(newsroom: Newsroom, access: Access):
    """Neither its text nor its secret: a prefix and a digest, which tell neither."""
    text = access.create("desk", STATS, DAY)
    [row] = newsroom.rows("SELECT * FROM tokens")
    kept = repr(row)
    assert find_prefix(text) in row
    assert text not in kept
    assert text[-64:] not in kept
