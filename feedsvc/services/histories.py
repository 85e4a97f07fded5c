"""Histories: what was done to an article, for its newsroom."""

from dataclasses import dataclass

from feedsvc.errors import ArticleNotFound
from feedsvc.model.history import Event
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles import decisions, history
from feedsvc.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class Histories:
    """Histories of the articles of one database."""

    database: Database

    def events(self, code: InfoCode) -> list[Event]:
        """Changes of an article, the latest first.

        Raises:
            ArticleNotFound: no such code.
        """
        with self.database.read() as snapshot:
            article = decisions.find(snapshot, code)
            if article is None:
                raise ArticleNotFound(code)
            return history.of_article(snapshot, article.id)
