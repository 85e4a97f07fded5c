"""Scripts: values that pages show, in the script that is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from feedsvc.content import traditional
from feedsvc.model.article import Article, Headline
from feedsvc.model.attribution import CreditPart
from feedsvc.model.document import Script
from feedsvc.model.listing import Day, IndexEntry, Listing
from feedsvc.model.results import Results

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scripts:
    """Texts as they were written, or in Traditional Chinese."""

    script: Script

    @property
    def _is_as_written(self) -> bool:
        return self.script is Script.AS_WRITTEN

    def text(self, text: str) -> str:
        """A title, or any other text without markup."""
        return text if self._is_as_written else traditional.to_traditional(text)

    def credit(self, credit: tuple[CreditPart, ...]) -> tuple[CreditPart, ...]:
        """A credit line."""
        return self._shown(credit)

    def article(self, article: Article) -> Article:
        """An article, body and credits included."""
        return self._shown(article)

    def headlines(self, headlines: Iterable[Headline]) -> tuple[Headline, ...]:
        """Headlines that stand by themselves."""
        return self._shown(tuple(headlines))

    def listing(self, listing: Listing) -> Listing:
        """A page of a stream."""
        return self._shown(listing)

    def day(self, day: Day) -> Day:
        """A page of a day."""
        return self._shown(day)

    def results(self, results: Results) -> Results:
        """A page of search results."""
        return self._shown(results)

    def index(self, entries: Iterable[IndexEntry]) -> tuple[IndexEntry, ...]:
        """An index of categories or sources."""
        return self._shown(tuple(entries))

    def _shown(self, value: T) -> T:
        return value if self._is_as_written else traditional.value_to_traditional(value)
