"""News: what the subscribers of a topic are told (§7), made once for all who know the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from feedsvc.errors import NotFound
from feedsvc.model.document import Document
from feedsvc.model.feed import Edition
from feedsvc.model.links import Links
from feedsvc.store.database.engine import Database
from feedsvc.store.subscriptions import topics


@dataclass(frozen=True, slots=True)
class News:
    """A topic's news since a revision.

    Attributes:
        revision: of the topic, which a subscriber knows once it has taken this.
        headers: of the delivery.
        body: a whole feed document; empty if there are none.
    """

    revision: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Newsdesk:
    """Maker of news.

    Attributes:
        editions: gives a document's edition for those who know a revision, which is all
            of it where no delta can tell; None if there is nothing new.
    """

    database: Database
    links: Links
    editions: Callable[[Document, int], Edition | None]

    def documents(self, topic_ids: Iterable[int]) -> dict[int, Document]:
        """Documents of topics, by topic."""
        with self.database.read() as snapshot:
            return topics.documents(snapshot, topic_ids)

    def document(self, topic_id: int) -> Document | None:
        """Document of a topic; None if nobody subscribes to it any more."""
        return self.documents([topic_id]).get(topic_id)

    def since(self, document: Document, revision: int) -> News | None:
        """The news of a document since a revision; None if there is no such feed any more."""
        try:
            edition = self.editions(document, revision)
        except NotFound:
            return None
        if edition is None:
            return News(revision, {}, b"")
        links = f'<{self.links.hub_url}>; rel="hub", <{self.links.document(document)}>; rel="self"'
        headers = {
            "Content-Type": document.format.media_type,
            "Link": links,
            "ETag": f'"{edition.tag}"',
        }
        return News(edition.validators.revision, headers, edition.body)
