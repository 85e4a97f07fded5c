"""Articles and files as an operator looks for them, in any state."""

from dataclasses import dataclass

from feedsvc.errors import ArticleNotFound, NotFound, StreamNotFound
from feedsvc.model.attribution import source_key
from feedsvc.model.info_code import InfoCode
from feedsvc.model.inventory import (
    ArticleRecord,
    FoundArticle,
    FoundFile,
    Wanted,
)
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.store.articles import inventory
from feedsvc.store.articles.imported_files import Outcome
from feedsvc.store.database.engine import Database, Snapshot
from feedsvc.store.streams import sources, streams


@dataclass(frozen=True, slots=True)
class Inventory:
    """Inventory of one database."""

    database: Database

    def articles(self, wanted: Wanted) -> list[FoundArticle]:
        """The articles that are asked for, those that came last first.

        Raises:
            ArticleNotFound: the one to go on from.
            StreamNotFound: no such category or source.
        """
        with self.database.read() as snapshot:
            if wanted.after and inventory.record(snapshot, wanted.after) is None:
                raise ArticleNotFound(wanted.after)
            ids = _stream_ids(snapshot, wanted)
            return inventory.matching(snapshot, wanted, stream_ids=ids)

    def codes(self, wanted: Wanted) -> list[InfoCode]:
        """The codes of all articles that are asked for, without a limit.

        Raises:
            StreamNotFound: no such category or source.
        """
        with self.database.read() as snapshot:
            ids = _stream_ids(snapshot, wanted)
            return inventory.codes(snapshot, wanted, stream_ids=ids)

    def article(self, code: InfoCode) -> ArticleRecord:
        """Full record of one article.

        Raises:
            ArticleNotFound: no such code.
        """
        with self.database.read() as snapshot:
            record = inventory.record(snapshot, code)
        if record is None:
            raise ArticleNotFound(code)
        return record

    def files(
        self, outcome: str, *, after: tuple[str, str], limit: int
    ) -> list[FoundFile]:
        """Files that had this outcome when last read, by archive and path.

        Raises:
            NotFound: no such outcome.
        """
        if outcome not in tuple(Outcome):
            known = ", ".join(Outcome)
            raise NotFound("outcome", f"{outcome}; there are {known}")
        with self.database.read() as snapshot:
            return inventory.files(snapshot, outcome, after=after, limit=limit)


def _stream_ids(snapshot: Snapshot, wanted: Wanted) -> list[int]:
    refs = []
    if wanted.category is not None:
        refs.append(_category(snapshot, wanted.category))
    if wanted.source is not None:
        refs.append(_source(snapshot, wanted.source))
    return [streams.get(snapshot, ref).id for ref in refs]


def _category(snapshot: Snapshot, name: str) -> StreamRef:
    """The category of a slug, of one that it once had, or of a raw name."""
    ref = StreamRef(StreamKind.CATEGORY, name)
    found = (
        (ref if streams.find(snapshot, ref) else None)
        or streams.find_moved(snapshot, ref)
        or streams.find_by_raw_name(snapshot, name)
    )
    if found is None:
        raise StreamNotFound(StreamKind.CATEGORY, name)
    return found


def _source(snapshot: Snapshot, name: str) -> StreamRef:
    """The source of a slug, or else of a name in any spelling."""
    ref = StreamRef(StreamKind.SOURCE, name)
    found = streams.find(snapshot, ref)
    slug = sources.find_slug(snapshot, source_key(name)) if found is None else None
    return ref if slug is None else StreamRef(StreamKind.SOURCE, slug)
