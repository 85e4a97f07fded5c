"""Lists of changes: what a mirror of the site has to hear of, in the order of the line.

A place in the list is between two changes, so that a list may be cut anywhere. Within a
change categories and sources come before the articles that name them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeAlias

from feedsvc.model.dossier import Dossier
from feedsvc.model.inventory import FoundCategory, FoundSource

_GRAMMAR = re.compile(r"(\d{1,18})(?:\.([01])\.(\d{1,18}))?", re.ASCII)
_STREAMS, _ARTICLES, _WHOLE = range(3)
_LAST = 2**62  # greater than any id


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the list, behind something that a mirror has.

    Attributes:
        revision: of a change that it has in part, or whole.
        rank, id: of the last that it has of it.
    """

    revision: int
    rank: int = _WHOLE
    id: int = 0

    @classmethod
    def of_stream(cls, revision: int, stream_id: int) -> Self:
        """The place behind a category or a source."""
        return cls(revision, _STREAMS, stream_id)

    @classmethod
    def of_article(cls, revision: int, article_id: int) -> Self:
        """The place behind an article."""
        return cls(revision, _ARTICLES, article_id)

    @classmethod
    def find(cls, text: str) -> Self | None:
        """The place that a text names: a revision alone, or one that was handed out."""
        match = _GRAMMAR.fullmatch(text)
        if match is None:
            return None
        revision, rank, id_ = match.groups()
        return cls(int(revision), int(rank), int(id_)) if rank else cls(int(revision))

    def __str__(self) -> str:
        if self.rank == _WHOLE:
            return str(self.revision)
        return f"{self.revision}.{self.rank}.{self.id}"

    @property
    def after_stream(self) -> tuple[int, int]:
        """Revision and id that the next category or source is behind."""
        return self.revision, self.id if self.rank == _STREAMS else _LAST

    @property
    def after_article(self) -> tuple[int, int]:
        """Revision and id that the next article is behind."""
        return self.revision, {_STREAMS: 0, _ARTICLES: self.id, _WHOLE: _LAST}[
            self.rank
        ]


class Subject(StrEnum):
    """Kind of thing that changed."""

    ARTICLE = "article"
    CATEGORY = "category"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Changed:
    """An article that changed, or a category or source whose facts did.

    Attributes:
        id: the store's own: the article's, or of the category's or source's stream.
        html_bytes: how much there is to tell of an article.
    """

    place: Place
    subject: Subject
    id: int
    html_bytes: int = 0


Thing: TypeAlias = Dossier | FoundCategory | FoundSource


@dataclass(frozen=True, slots=True)
class Told:
    """One change, and what changed as it is now."""

    place: Place
    thing: Thing


@dataclass(frozen=True, slots=True)
class Changes:
    """A part of the list.

    Attributes:
        next: where the list goes on.
        revision: of the change line; all is told if `next` has it whole.
    """

    told: tuple[Told, ...]
    next: Place
    revision: int
