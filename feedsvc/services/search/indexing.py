"""Indexing: the search index follows the change line, some articles at a time.

The database is written to for moments only: texts are folded and blocks are made beside
any transaction. A step that is repeated changes nothing.
"""

from collections.abc import Sequence

from feedsvc.content.folding import fold, plain_text
from feedsvc.model.article import Article
from feedsvc.model.attribution import Role
from feedsvc.model.search import Field, Place, Searchable, searched
from feedsvc.services.following import Following
from feedsvc.store.articles import articles
from feedsvc.store.changes.followers import ChangedArticle
from feedsvc.store.database.engine import Database
from feedsvc.store.search import blocks, documents

# A new name, with the documents of the old one deleted, has everything indexed anew: for
# a change of what a text is folded to.
FOLLOWER = "search"
_AT_ONCE = 100  # articles; on PostgreSQL a larger list is looked up more slowly


class Indexing:
    """Follower of the change line that keeps the search index, for one thread."""

    def __init__(
        self, database: Database, following: Following, block_size: int = blocks.SIZE
    ) -> None:
        """Go on from the follower's place; `block_size` articles make a block."""
        self._database = database
        self._following = following
        self._block_size = block_size
        self._changed: list[ChangedArticle] = []

    def index_next(self) -> bool:
        """Index some of the articles that have changed; false if none wait.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        if not self._changed:
            return self._begin_step()
        if not self._following.hold():
            self._changed.clear()  # the process that has the step now does it
            return True
        batch = self._changed[:_AT_ONCE]
        # What moved on meanwhile is read again; of a batch that fails nothing is skipped.
        moved = self._index(batch)
        again = [article for article in batch if article.id in moved]
        self._changed = self._changed[_AT_ONCE:] + again
        return True

    def _begin_step(self) -> bool:
        """Go on to the next change; false if there is none yet."""
        self._following.finish()
        step = self._following.next_step()
        if step is None:
            return False
        self._changed.extend(step.articles)
        return True

    def _index(self, changed: Sequence[ChangedArticle]) -> set[int]:
        """Index articles; returns ids of those that moved on since they were read."""
        shown = [article.id for article in changed if article.is_shown]
        gone = [article.id for article in changed if not article.is_shown]
        with self._database.read() as snapshot:
            read = articles.by_ids(snapshot, shown)
        given = [(_searchable(article), article.revision) for article in read]
        with self._database.write() as connection:
            moved = documents.put(connection, given)
            documents.drop(connection, gone)
        while self._fill_block():
            pass
        return moved

    def _fill_block(self) -> bool:
        """Make a block of documents that wait, once there are enough; false if not."""
        with self._database.read() as snapshot:
            if documents.waiting(snapshot) < self._block_size:
                return False
            waiting = documents.longest_waiting(snapshot, self._block_size)
        block = blocks.build(waiting)
        with self._database.write() as connection:
            return blocks.keep(connection, block)


def _searchable(article: Article) -> Searchable:
    publishers = [c.name for c in article.attributions if c.role is Role.PUBLISHER]
    if article.source is not None:
        publishers += (article.source.name, article.source.title)
    if not publishers and article.outlet:
        publishers = [article.outlet]
    authors = [c.name for c in article.attributions if c.role is not Role.PUBLISHER]
    groups = [
        name
        for category in article.categories
        for name in (category.title, category.raw, category.slug)
    ]
    fields = {
        Field.TITLE: (fold(article.title),),
        Field.SOURCE: _folded(publishers),
        Field.AUTHOR: _folded(authors),
        Field.CATEGORY: _folded(groups),
        Field.CODE: (fold(article.info_code),),
    }
    text = searched(fields, fold(plain_text(article.html)))
    return Searchable(Place(article.published_at, article.id), text)


def _folded(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(fold, names)))
