"""Tokens: what opens, what does not, and what is kept of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.errors import TokenNotFound, TokenRefused, TooManyTokens
from feedsvc.model.token import Scope, find_prefix
from feedsvc.services.tokens import Tokens
from tests.support.newsroom import Newsroom, newsroom_over

STATS = frozenset({Scope.READ_STATS})
DAY = timedelta(days=1)


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path):
    """A database, and a time that only the test moves."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        yield newsroom


@pytest.fixture
def tokens(newsroom: Newsroom) -> Tokens:
    """The use case."""
    return Tokens(newsroom.database, lambda: newsroom.now)


def opens(tokens: Tokens, text: str) -> bool:
    """Whether a token lets somebody read the statistics."""
    try:
        tokens.require(text, Scope.READ_STATS)
    except TokenRefused:
        return False
    return True


def test_a_token_opens_until_it_expires(newsroom: Newsroom, tokens: Tokens):
    """To the moment."""
    text = tokens.create("desk", STATS, DAY)
    newsroom.pass_time(86_399)
    assert opens(tokens, text)
    newsroom.pass_time(1)
    assert not opens(tokens, text)
    assert [is_live for _, is_live in tokens.all()] == [False]


def test_a_token_opens_what_it_is_for(tokens: Tokens):
    """One without the scope opens nothing."""
    assert not opens(tokens, tokens.create("desk", frozenset(), DAY))


def test_a_revoked_token_opens_nothing(tokens: Tokens):
    """From the next request on; it cannot be revoked twice."""
    text = tokens.create("desk", STATS, DAY)
    prefix = find_prefix(text)
    assert prefix is not None
    tokens.revoke(prefix)
    assert not opens(tokens, text)
    assert tokens.all() == []
    with pytest.raises(TokenNotFound):
        tokens.revoke(prefix)


def test_two_of_a_name_live_at_a_time(newsroom: Newsroom, tokens: Tokens):
    """Enough to change one for the other; what expired does not count."""
    texts = [tokens.create("desk", STATS, DAY) for _ in range(2)]
    assert all(opens(tokens, text) for text in texts)
    with pytest.raises(TooManyTokens, match="desk"):
        tokens.create("desk", STATS, DAY)
    tokens.create("lobby", STATS, DAY)
    newsroom.pass_time(86_400)
    tokens.create("desk", STATS, DAY)


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
def test_almost_a_token_is_none(tokens: Tokens, text: str):
    """A right prefix with a wrong secret, the other way round, and junk of any kind."""
    token = tokens.create("desk", STATS, DAY)
    assert not opens(tokens, text.format(prefix=find_prefix(token), secret=token[-64:]))


def test_no_two_tokens_are_alike(tokens: Tokens):
    """Each has 256 random bits."""
    secrets = {tokens.create(f"desk {n}", STATS, DAY)[-64:] for n in range(20)}
    assert len(secrets) == 20


def test_the_store_holds_no_token(newsroom: Newsroom, tokens: Tokens):
    """Neither its text nor its secret: a prefix and a digest, which tell neither."""
    text = tokens.create("desk", STATS, DAY)
    [row] = newsroom.rows("SELECT * FROM tokens")
    kept = repr(row)
    assert find_prefix(text) in row
    assert text not in kept
    assert text[-64:] not in kept
