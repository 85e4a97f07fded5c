"""Tokens: what is kept of them, found by the prefix that may be shown."""

import json

from sqlalchemy import Connection, Row, Select, delete, insert, select

from feedsvc.model.token import Scope, Token
from feedsvc.store.database.tables import site, tokens


def lock(connection: Connection) -> None:
    """Lock tokens against counting and adding by others until this transaction ends."""
    connection.execute(select(site.c.id).with_for_update())


def find(connection: Connection, prefix: str) -> Token | None:
    """The token with this prefix, live or not."""
    row = connection.execute(_ALL.where(tokens.c.prefix == prefix)).one_or_none()
    return _token(row) if row else None


def all_by_name(connection: Connection) -> list[Token]:
    """Every token, by name and then by age. They are few."""
    query = _ALL.order_by(tokens.c.name, tokens.c.created_at)
    return [_token(row) for row in connection.execute(query)]


def add(connection: Connection, token: Token) -> None:
    """Keep a new token."""
    row = {
        "prefix": token.prefix,
        "name": token.name,
        "scopes": " ".join(sorted(token.scopes)),
        "digest": token.digest,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "categories": json.dumps(sorted(token.categories))
        if token.categories
        else None,
    }
    connection.execute(insert(tokens), row)


def remove(connection: Connection, prefix: str) -> bool:
    """Forget a token; false if there was none with this prefix."""
    statement = delete(tokens).where(tokens.c.prefix == prefix)
    return connection.execute(statement).rowcount > 0


_ALL: Select[*tuple[object, ...]] = select(
    tokens.c.prefix, tokens.c.name, tokens.c.scopes, tokens.c.digest,
    tokens.c.created_at, tokens.c.expires_at, tokens.c.categories,
)  # fmt: skip


def _token(row: Row[*tuple[object, ...]]) -> Token:
    return Token(
        prefix=row.prefix,
        name=row.name,
        # A newer version may know more scopes; here they open nothing.
        scopes=frozenset(scope for scope in Scope if scope in row.scopes.split()),
        digest=row.digest,
        created_at=row.created_at,
        expires_at=row.expires_at,
        categories=frozenset(json.loads(row.categories or "[]")),
    )
