"""Tokens: made, listed, revoked, and held against what a request brings."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedsvc.errors import TokenNotFound, TokenRefused, TooManyTokens
from feedsvc.model.token import (
    PREFIX_DIGITS,
    SECRET_DIGITS,
    Scope,
    Token,
    digest,
    find_prefix,
    spell,
)
from feedsvc.store import tokens
from feedsvc.store.database.engine import Database

LIVE_PER_NAME = 2  # the one in use, and its replacement
_NOBODYS = bytes(32)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of this site, over one database.

    Attributes:
        clock: the time now, aware UTC.
    """

    database: Database
    clock: Callable[[], datetime]

    def create(
        self,
        name: str,
        scopes: frozenset[Scope],
        lasting: timedelta,
        categories: frozenset[str] = frozenset(),
    ) -> str:
        """Make a token; returns its text, which cannot be shown again.

        Args:
            categories: raw names of those whose articles it may write; empty for all.

        Raises:
            TooManyTokens: two of this name live already.
        """
        now = self.clock()
        prefix = secrets.token_hex(PREFIX_DIGITS // 2)
        text = spell(prefix, secrets.token_hex(SECRET_DIGITS // 2))
        ends = now + lasting
        token = Token(prefix, name, scopes, digest(text), now, ends, categories)
        with self.database.write() as connection:
            tokens.lock(connection)
            same = [t for t in tokens.all_by_name(connection) if t.name == name]
            if sum(t.is_live(now) for t in same) >= LIVE_PER_NAME:
                raise TooManyTokens(name)
            tokens.add(connection, token)
        return text

    def all(self) -> list[tuple[Token, bool]]:
        """Every token, and whether it still opens anything, by name and age."""
        now = self.clock()
        with self.database.read() as snapshot:
            return [(t, t.is_live(now)) for t in tokens.all_by_name(snapshot)]

    def revoke(self, prefix: str) -> None:
        """Forget a token: from now on it opens nothing.

        Raises:
            TokenNotFound: there is none with this prefix.
        """
        with self.database.write() as connection:
            if not tokens.remove(connection, prefix):
                raise TokenNotFound(prefix)

    def require(self, text: str, *scopes: Scope) -> Token:
        """Accept or refuse a token, whose text may be anything.

        Args:
            scopes: any of them will do.

        Raises:
            TokenRefused: malformed, unknown, expired, or without such a scope.
        """
        prefix = find_prefix(text)
        if prefix is None:
            raise TokenRefused
        with self.database.read() as snapshot:
            token = tokens.find(snapshot, prefix)
        known = token.digest if token else _NOBODYS
        is_same = secrets.compare_digest(digest(text), known)
        if token is None or not is_same or not token.is_live(self.clock()):
            raise TokenRefused
        if token.scopes.isdisjoint(scopes):
            raise TokenRefused
        return token
