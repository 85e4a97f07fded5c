"""Applications that are made by the first request for them."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class OnDemand:
    """A WSGI application that takes memory only once somebody asks for it.

    The dictionaries of Traditional Chinese take 30 MB, and many a process never needs them.
    """

    def __init__(self, create: "Callable[[], WSGIApplication]") -> None:
        """Create nothing yet."""
        self._create = create
        self._application: WSGIApplication | None = None
        self._lock = Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        with self._lock:
            if self._application is None:
                self._application = self._create()
        return self._application(environ, start_response)
