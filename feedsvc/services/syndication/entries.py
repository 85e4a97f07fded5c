"""Entries as they were written last: a document that has a new one writes that one alone."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from feedsvc.model.article import Article
from feedsvc.model.document import Document, Script
from feedsvc.model.feed import Format, WrittenEntry
from feedsvc.services.syndication.cache import Kept
from feedsvc.store.streams.windows import Shown


class _Key(NamedTuple):
    """An entry's bytes are the same in every document for which these are.

    Its revision moves whenever they do, or validators would not.
    """

    article_id: int
    revision: int
    format: Format
    script: Script
    is_summary: bool


class EntryMemory:
    """Entries of one process's documents, by article and revision; threads may share it."""

    def __init__(self, max_bytes: int) -> None:
        """Begin with nothing; the least recently used go first."""
        self._kept: Kept[_Key, WrittenEntry] = Kept(max_bytes)

    def known(
        self, document: Document, shown: Iterable[Shown]
    ) -> dict[int, WrittenEntry]:
        """Entries of a document that are kept, by article."""
        found = (
            (row.article_id, self._kept.find(_key(document, row))) for row in shown
        )
        return {id_: entry for id_, entry in found if entry is not None}

    def keep(
        self,
        document: Document,
        shown: Sequence[Shown],
        articles: Iterable[Article],
        written: Iterable[WrittenEntry],
    ) -> dict[int, WrittenEntry]:
        """Keep entries of some of a document's articles; returns them by article."""
        entries = {entry.id: entry for entry in written}
        new = {
            article.id: entries[article.entry_id]
            for article in articles
            if article.entry_id in entries
        }
        for row in shown:
            if row.article_id in new:
                self._kept.keep(_key(document, row), new[row.article_id])
        return new


def _key(document: Document, row: Shown) -> _Key:
    return _Key(
        row.article_id,
        row.revision,
        document.format,
        document.script,
        document.is_summary,
    )
