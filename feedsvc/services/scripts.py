"""Scripting: what pages show, in the script that they are asked for in."""

from collections.abc import Iterable
from dataclasses import dataclass

from feedsvc.content import traditional
from feedsvc.model.article import Article, Headline
from feedsvc.model.document import Script
from feedsvc.model.listing import Day, IndexEntry, Listing


@dataclass(frozen=True, slots=True)
class Scripting:
    """The use case: everything as it was written, or in Traditional Chinese."""

    script: Script

    @property
    def _is_as_written(self) -> bool:
        return self.script is Script.AS_WRITTEN

    def text(self, text: str) -> str:
        """A title, or any other text without markup."""
        return text if self._is_as_written else traditional.to_traditional(text)

    def article(self, article: Article) -> Article:
        """An article, body and credits included."""
        if self._is_as_written:
            return article
        return traditional.article_to_traditional(article)

    def headlines(self, headlines: Iterable[Headline]) -> tuple[Headline, ...]:
        """Headlines that stand by themselves."""
        if self._is_as_written:
            return tuple(headlines)
        return tuple(map(traditional.headline_to_traditional, headlines))

    def listing(self, listing: Listing) -> Listing:
        """A page of a stream."""
        if self._is_as_written:
            return listing
        return traditional.listing_to_traditional(listing)

    def day(self, day: Day) -> Day:
        """A page of a day."""
        return day if self._is_as_written else traditional.day_to_traditional(day)

    def index(self, entries: Iterable[IndexEntry]) -> tuple[IndexEntry, ...]:
        """An index of categories or sources."""
        if self._is_as_written:
            return tuple(entries)
        return tuple(map(traditional.index_entry_to_traditional, entries))
