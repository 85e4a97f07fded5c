"""Codes in addresses, with a rate limit on unknown ones."""

from flask import Response, request
from werkzeug.exceptions import TooManyRequests

from feedsvc.model.answer import DeadEnd, Withdrawn
from feedsvc.site import errors
from feedsvc.site.context import services


def dead_end(answer: DeadEnd) -> Response:
    """Page for a code that leads to no article.

    Raises:
        TooManyRequests: this client has asked for too many unknown codes.
    """
    if isinstance(answer, Withdrawn):
        return errors.gone(answer)
    if wait_s := missed():
        raise TooManyRequests(retry_after=wait_s)
    return errors.not_found()


def missed(times: int = 1) -> int:
    """Note that this client asked for unknown codes; returns seconds to wait."""
    return services().misses.wait_s(request.remote_addr or "", cost=times)
