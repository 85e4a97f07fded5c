"""Admission: how many requests may write at once, so that reading goes on.

A writer waits for the one before it, and holds its thread meanwhile.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from feedsvc.site.api.problem import ApiProblem

_RETRY_AFTER_S = 1


class Admission:
    """Places for writers in this process."""

    def __init__(self, places: int) -> None:
        """Prepare so many places."""
        self._places = threading.BoundedSemaphore(places)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place, for as long as a request writes.

        Raises:
            ApiProblem: there is none.
        """
        if not self._places.acquire(blocking=False):
            detail = "Too many articles are being stored at once."
            raise ApiProblem(503, detail, retry_after_s=_RETRY_AFTER_S)
        try:
            yield
        finally:
            self._places.release()
