"""Authorisation: the token that a request brings, and the answer if it is not valid.

A program sends it as `Authorization: Bearer` (RFC 6750). A browser asks a person for a
name and a password (RFC 7617): the token is the password, and any name will do. It is
never read from a URL, which would end up in histories and logs.
"""

from flask import Response, request

from feedsvc.errors import TokenRefused
from feedsvc.model.token import Scope, Token
from feedsvc.site.context import services

# Basic comes first: browsers show a form for the first scheme.
_CHALLENGES = ('Basic realm="feedsvc", charset="UTF-8"', 'Bearer realm="feedsvc"')


def require(scope: Scope) -> None:
    """Let the request pass if its token opens this.

    Raises:
        TokenRefused: it does not, or there is none.
    """
    try:
        given = request.authorization
    except ValueError:  # Werkzeug's error, for bytes beyond ASCII in the Base64
        given = None
    if given is None:
        raise TokenRefused
    text = given.token if given.type == "bearer" else given.password
    services().tokens.require(text or "", scope)


def bearer(*scopes: Scope) -> Token:
    """The token that a program sends, if it has any of these scopes.

    A browser adds the password that a person gave it to requests of other sites' pages
    too, so that is none here.

    Raises:
        TokenRefused: it has none of them, or there is no token.
    """
    given = request.headers.get("Authorization", "")
    scheme, _, text = given.partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefused
    return services().tokens.require(text.strip(), *scopes)


def challenge(response: Response, *, is_program: bool = False) -> None:
    """Say in a 401 how to bring a token (RFC 9110 §11.6.1)."""
    for scheme in _CHALLENGES[is_program:]:
        response.headers.add("WWW-Authenticate", scheme)
