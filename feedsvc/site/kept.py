"""Kept pages: large ones that change with the change line alone, made once a revision."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from feedsvc.edge.body import Body, KeptAnswer
from feedsvc.site.context import services

_Arguments = ParamSpec("_Arguments")
View = Callable[_Arguments, ResponseReturnValue]


class KeptResponse(Response):
    """An answer whose body is kept, in both encodings.

    Attributes:
        body: to be sent in place of the response's own, which is empty.
    """

    body: Body


def kept(view: View[_Arguments]) -> View[_Arguments]:
    """Answer from the cache while nothing that a reader can see has changed.

    For views that show nothing of the request but its path, and always answer 200 or
    raise. A request with a query is answered anew.
    """

    @wraps(view)
    def answer(
        *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> ResponseReturnValue:
        if request.query_string:
            return view(*args, **kwargs)
        at = services()
        revision = str(at.directory.revision())

        def make() -> KeptAnswer:
            response = make_response(view(*args, **kwargs))
            del response.headers["Content-Length"]
            headers = tuple(response.headers.items())
            return KeptAnswer(revision, headers, Body(response.get_data()))

        key = at.links.prefix + request.path
        found = at.kept_pages.get(key, revision, make)
        response = KeptResponse(headers=list(found.headers))
        response.body = found.body
        return response

    return answer
