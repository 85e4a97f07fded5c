"""Summary of an import: the outcome of its files, and a reporter of its progress."""

from collections import Counter
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Protocol

from feedsvc.model.import_run import Counts
from feedsvc.store.articles.imported_files import Outcome


class Finding(StrEnum):
    """Kind of a report on one file; the words that its line begins with."""

    REJECTED = "rejected"
    INCOMPLETE = "incomplete"
    UNPUBLISHED = "unpublished"
    PASSED_OVER = "passed over"
    LOOK_AT = "look at"


class Reporter(Protocol):
    """Reporter of an import's progress."""

    def progress(self, done: int, total: int) -> None:
        """Files that are new or different: `done` of `total` are stored."""

    def problem(self, path: str, reason: str, finding: Finding) -> None:
        """Report a file that is not whole, or that a person should look at."""


@dataclass(slots=True)
class Summary:
    """Summary of an import, counted in files of posts.

    Attributes:
        rejected: could not be read, category files among them.
        incomplete: lack a title, a date or a category, and no other file of their
            article has them.
        unpublished: ask not to be published.
        passed_over: are no posts, though they lie among posts or are named like one;
            not part of `read`.
        media, media_bytes: files that posts refer to, and that were not here before.
        lost_to: number of files that lost to another archive's, by archive.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    same_article: int = 0
    rejected: int = 0
    incomplete: int = 0
    unpublished: int = 0
    passed_over: int = 0
    media: int = 0
    media_bytes: int = 0
    seconds: float = 0.0
    lost_to: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        """Files of posts, and category files that were rejected."""
        came_in = self.new + self.changed + self.unchanged + self.same_article
        return came_in + self.rejected + self.incomplete + self.unpublished

    @property
    def counts(self) -> Counts:
        """The counts as they are remembered."""
        names = (field.name for field in fields(Counts))
        return Counts(**{name: getattr(self, name) for name in names})

    @property
    def is_whole(self) -> bool:
        """True if everything that is meant to be published could be."""
        return not self.rejected and not self.incomplete

    def count(self, outcome: Outcome, files: int = 1) -> None:
        """Add files that came to `outcome`."""
        name = outcome.name.lower()
        setattr(self, name, getattr(self, name) + files)

    def count_incomplete(self, outcome: Outcome) -> None:
        """Count a file as incomplete that was counted as `outcome` before."""
        self.count(outcome, -1)
        self.incomplete += 1
