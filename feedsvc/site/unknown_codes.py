"""Misses: codes that nobody has, asked for under any address. Too many of them wait."""

from contextlib import suppress

from flask import request
from werkzeug.exceptions import TooManyRequests

from feedsvc.errors import ArticleNotFound
from feedsvc.model.answer import Known
from feedsvc.model.info_code import find_info_code
from feedsvc.site.context import services


def known_article(text: str) -> Known:
    """The published article that answers for what an address gives as its code.

    Raises:
        ArticleNotFound: none does.
        ArticleWithdrawn: one did once.
        TooManyRequests: none does, and this client has asked for too many such.
    """
    code = find_info_code(text)
    with suppress(ArticleNotFound):
        if code is not None:
            return services().sharing.published(code)
    if wait_s := missed():
        raise TooManyRequests(retry_after=wait_s)
    raise ArticleNotFound(text)


def missed(times: int = 1) -> int:
    """Note that this client asked for codes that nobody has; seconds it has to wait."""
    return services().misses.wait_s(request.remote_addr or "", cost=times)
