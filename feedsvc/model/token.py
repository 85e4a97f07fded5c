"""Tokens: rights to more than the public may do. Knows no HTTP and no store.

A token is shown once, when it is made. What is kept is its prefix, to find it by, and its
SHA-256: with 256 random bits behind it nothing slower is needed.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PREFIX_DIGITS = 8
SECRET_DIGITS = 64  # 256 bits
_GRAMMAR = re.compile(
    rf"feedsvc_([0-9a-f]{{{PREFIX_DIGITS}}})_[0-9a-f]{{{SECRET_DIGITS}}}"
)


class Scope(StrEnum):
    """Permission that a token gives."""

    READ_STATS = "read:stats"
    READ_IMPORTS = "read:imports"
    READ_ARTICLES = "read:articles"
    WRITE_ARTICLES = "write:articles"
    WRITE_CATEGORIES = "write:categories"
    WRITE_SOURCES = "write:sources"
    READ_CHANGES = "read:changes"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept.

    Attributes:
        prefix: the part that may be shown, and that tells it from all others.
        name: its owner's; two tokens may share a name, so that one can replace the
            other.
        digest: SHA-256 of the whole text.
        categories: raw names of those whose articles it may write; empty for all.
    """

    prefix: str
    name: str
    scopes: frozenset[Scope]
    digest: bytes
    created_at: datetime
    expires_at: datetime
    categories: frozenset[str] = frozenset()

    def is_live(self, now: datetime) -> bool:
        """True if the token still opens anything."""
        return now < self.expires_at

    def forbidden(self, categories: Iterable[str]) -> list[str]:
        """Categories of an article that this token may not write in."""
        if not self.categories:
            return []
        return sorted(set(categories) - self.categories)


def spell(prefix: str, secret: str) -> str:
    """A token's text."""
    return f"feedsvc_{prefix}_{secret}"


def find_prefix(text: str) -> str | None:
    """The prefix of a token's text; None for any text that cannot be a token."""
    match = _GRAMMAR.fullmatch(text)
    return match[1] if match else None


def digest(text: str) -> bytes:
    """Digest kept of a token's text that `find_prefix` recognised."""
    return hashlib.sha256(text.encode("ascii")).digest()
