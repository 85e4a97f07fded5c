"""Earlier texts: what a published article said before each correction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from feedsvc.model.difference import Row, compare
from feedsvc.store.articles import history
from feedsvc.store.articles.history import Text
from feedsvc.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class Revised:
    """One correction of an article that readers could see.

    Attributes:
        at: when, aware UTC.
        rows: the title, and each line of the text.
    """

    at: datetime
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class EarlierTexts:
    """Earlier texts of the articles of one database.

    Attributes:
        lines: of an article's HTML, as a reader sees them.
    """

    database: Database
    lines: Callable[[str], list[str]]

    def was_revised(self, article_id: int) -> bool:
        """True if an earlier text of an article was kept."""
        with self.database.find() as connection:
            return history.was_replaced(connection, article_id)

    def revisions(self, article_id: int) -> list[Revised]:
        """Corrections of an article's title or text, the latest first."""
        with self.database.read() as snapshot:
            texts = history.texts(snapshot, article_id)
        found = []
        for before, after in pairwise(texts):
            rows = compare(self._read(before), self._read(after))
            if before.replaced_at and any(row.is_changed for row in rows):
                found.append(Revised(before.replaced_at, rows))
        return found[::-1]

    def _read(self, text: Text) -> list[str]:
        return [text.title, *self.lines(text.html)]
