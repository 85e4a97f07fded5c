"""Copying: pages with addresses that a button copies, and the one script they may run."""

from flask import Response, make_response

from feedsvc.site.context import services
from feedsvc.site.view.csp import copying_policy


def with_copying(page: str) -> Response:
    """The reply of a page whose addresses have a button."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = copying_policy(services().links)
    return response
