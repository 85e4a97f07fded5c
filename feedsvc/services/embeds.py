"""Embeds: the articles that frames on other sites show."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedsvc.model.article import Article
from feedsvc.model.stream import Stream, StreamRef, require_shown
from feedsvc.store.articles import articles, headlines
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import streams


@dataclass(frozen=True, slots=True)
class Embeds:
    """Articles for frames, each list and each article from one snapshot."""

    database: Database

    def newest(
        self, refs: Sequence[StreamRef], limit: int
    ) -> tuple[tuple[Stream, ...], tuple[Article, ...]]:
        """Streams, and their newest articles, each once, newest first.

        Raises:
            StreamNotFound: one of the streams is not there.
            StreamRetired: all of them were retired; else, those that were are left out.
        """
        with self.database.read() as snapshot:
            named = [streams.get(snapshot, ref) for ref in refs]
            require_shown(named)
            found = tuple(stream for stream in named if stream.retired_at is None)
            ids = headlines.newest_ids(
                snapshot, [stream.id for stream in found], limit=limit
            )
            return found, tuple(articles.by_ids(snapshot, ids))

    def article(self, article_id: int) -> Article | None:
        """A published article; None if it is published no more."""
        with self.database.read() as snapshot:
            found = articles.by_ids(snapshot, [article_id])
        return found[0] if found else None
