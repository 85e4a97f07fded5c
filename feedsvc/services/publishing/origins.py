"""Origins of drafts, as a writer asks them: facts about claims, and files."""

from collections.abc import Container, Iterable, Iterator
from typing import Protocol

from feedsvc.model.claim import Claim


class Sources(Protocol):
    """Any place that knows where claims come from."""

    def look(
        self, claims: Iterable[Claim], fresh: Container[Claim] = ()
    ) -> list[Claim]:
        """Claims with facts that only their sources know; those just read are there."""

    def read(self, origin: str, path: str) -> Iterator[bytes] | None:
        """A file of an origin in pieces; None if nothing is to be kept of it.

        Raises:
            UnreadablePost: while it is read.
        """
