"""Tokens: their spelling, and that nothing else is one."""

import pytest

from feedsvc.model.token import digest, find_prefix, spell

TEXT = spell("0123abcd", "e" * 64)


def test_a_token_is_found_by_its_prefix() -> None:
    """Which is part of its text; the digest is of all of it."""
    assert find_prefix(TEXT) == "0123abcd"
    assert len(digest(TEXT)) == 32
    assert digest(TEXT) != digest(spell("0123abcd", "d" * 64))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", TEXT[:-1], TEXT + "e", TEXT + "\n", " " + TEXT, TEXT.upper(),
        TEXT.replace("e", "é"), TEXT.replace("0", "０"), "\ud800" * 81, "\x00", "口令",
        "e" * 100_000, "feedsvc_" + "0" * 100_000,
    ],
)  # fmt: skip
def test_nothing_else_is_a_token(text: str) -> None:
    """Other alphabets, lone surrogates, any length: told before anything is looked up."""
    assert find_prefix(text) is None
