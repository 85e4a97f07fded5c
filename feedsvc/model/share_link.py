"""Share links: names of an article, from a request, a code or a pasted text.

A link lists the codes and permalinks that it may mean. This module does not know
whether any of them has an article.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from feedsvc.model import pasted, repair
from feedsvc.model.info_code import InfoCode


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A share link, however damaged; of a pasted text, the other links before it too.

    Attributes:
        path: of the share link, in plain characters; empty if there is none.
        query: as it came.
        rounds: how often the path may still be percent-encoded.
        permalinks: decoded paths that were pasted before it; the first that leads to an
            article is meant, and no code.
    """

    path: str
    query: str = ""
    rounds: int = repair.PATH_ROUNDS
    permalinks: tuple[str, ...] = ()

    @classmethod
    def from_request(cls, path: str, query: str) -> Self | None:
        """Link that a decoded path and a query ask for; None if it is no share link."""
        share = repair.share_path(path)
        return None if share is None else cls(share, query)

    @classmethod
    def from_code(cls, text: str) -> Self:
        """Link that a code stands for: it may be as damaged as in a link."""
        return cls(f"/s/{text}")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """First share link of a pasted text, and the permalinks before it."""
        found = pasted.read(text)
        return cls(found.path, found.query, found.rounds, found.permalinks)

    @property
    def codes(self) -> Iterator[InfoCode]:
        """Codes that it may mean, the likelier first; an exact one needs no repair."""
        return repair.codes(self.path, self.query, self.rounds)
