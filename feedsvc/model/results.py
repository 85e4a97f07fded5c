"""Results: articles that a search found, as a page shows them."""

from dataclasses import dataclass

from feedsvc.model.article import Headline
from feedsvc.model.info_code import InfoCode
from feedsvc.model.text_kinds import Words


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `is_marked` if it was searched for."""

    text: Words
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found.

    Attributes:
        title: the headline's, in pieces.
        snippet: some of its text around what was searched for; may be empty.
    """

    headline: Headline
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]

    @property
    def language(self) -> str | None:
        """The article's own language, where it says one."""
        return self.headline.language


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results, newest first.

    Attributes:
        query: as it was read; empty if nothing was asked for.
        before: the page starts behind this article; None for the newest.
        older: where the next page starts; None at the end.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    before: InfoCode | None = None
    older: InfoCode | None = None
