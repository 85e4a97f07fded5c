"""Redirects to addresses of ours, which are never taken from a request."""

from http import HTTPStatus

from feedsvc.edge.conditional import public
from feedsvc.edge.reply import NO_SNIFFING, Reply


def redirect(url: str, max_age_s: int, status: int = 301) -> Reply:
    """A redirect without a body, which caches may keep for `max_age_s` seconds."""
    return Reply(
        f"{status} {HTTPStatus(status).phrase}",
        (
            ("Location", url),
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", public(max_age_s)),
            NO_SNIFFING,
        ),
    )
