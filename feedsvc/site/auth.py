"""Authorisation: the token that a request brings, and the answer if it is not valid.

A program sends it as `Authorization: Bearer` (RFC 6750). A browser asks a person for a
name and a password (RFC 7617): the token is the password, and any name will do. It is
never read from a URL, which would end up in histories and logs.
"""

from flask import Response, request

from feedsvc.errors import TokenRefused
from feedsvc.model.token import Scope
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


def challenge(response: Response) -> None:
    """Say in a 401 how to bring a token (RFC 9110 §11.6.1)."""
    for scheme in _CHALLENGES:
        response.headers.add("WWW-Authenticate", scheme)
