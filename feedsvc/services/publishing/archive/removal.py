"""Removal: what comes of the articles whose files were removed from an archive.

Another file may stand for them. If none does, they can be retracted; then the files are
forgotten, and one that comes back is a new one, with which its article comes back too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feedsvc.model.article import ArticleState
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.archive.presence import Presence, is_there
from feedsvc.services.publishing.withheld import withhold
from feedsvc.store.articles import archives, imported_media
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.articles.writes import StoredArticle, stored_by_codes
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database, Snapshot

_AT_ONCE = 100  # ids that PostgreSQL is asked for
_OPEN = (ArticleState.PUBLISHED, ArticleState.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Removal:
    """Removal of one archive's files.

    Attributes:
        clock: gives the time of each batch, aware UTC.
        root: the archive's folder.
    """

    database: Database
    clock: Callable[[], datetime]
    archive: str
    root: Path

    def recall(self, paths: Iterable[str]) -> list[str]:
        """Have files read again that stand for those gone from these paths and below.

        Returns the paths of those of this archive.
        """
        return [path for gone in self._gone_from(paths) for path in self._recall(gone)]

    def retract(self, paths: Iterable[str]) -> list[str]:
        """Retract the articles of files that are gone from these paths and below them.

        Returns the paths of the files. An article that another file stands for stays,
        and so does one that is not shown.
        """
        return [path for gone in self._gone_from(paths) for path in self._retract(gone)]

    def retract_all(self) -> list[str]:
        """Retract the articles of all files that are gone; returns the files' paths."""
        batches = self._gone_between("", None)
        return [path for gone in batches for path in self._retract(gone)]

    def _gone_from(self, paths: Iterable[str]) -> Iterator[dict[str, InfoCode]]:
        """Files that are gone from these paths and below, with the codes they claim."""
        for path in sorted(paths):
            if is_there(self.root / path):
                continue
            with self.database.read() as connection:
                files = archives.files_at(connection, self.archive, path)
            yield self._gone(files)
            yield from self._gone_between(f"{path}/", f"{path}0")  # 0 follows the slash

    def _gone_between(
        self, after: str, until: str | None
    ) -> Iterator[dict[str, InfoCode]]:
        """Files that are gone, of all between two paths; some at a time."""
        while True:
            with self.database.read() as connection:
                files = archives.files_after(
                    connection, self.archive, after, until=until, limit=_AT_ONCE
                )
            if not files:
                return
            yield self._gone(files)
            after = files[-1][0]

    def _gone(self, files: Iterable[tuple[str, str | None]]) -> dict[str, InfoCode]:
        return {
            path: InfoCode(code)
            for path, code in files
            if code and not is_there(self.root / path)
        }

    def _recall(self, gone: dict[str, InfoCode]) -> list[str]:
        with self.database.read() as connection:
            presence = self._presence(connection)
            claims = claim_store.of_codes(connection, set(gone.values()))
        left = [
            claim
            for some in claims.values()
            for claim in presence.look(some)
            if claim.is_there and claim.is_published
        ]
        if left:
            with begin_change(self.database, self.clock()) as change:
                claim_store.recall(change, left)
        return [claim.key for claim in left if claim.origin == self.archive]

    def _retract(self, gone: dict[str, InfoCode]) -> list[str]:
        codes = set(gone.values())
        with self.database.read() as connection:
            if not self._shown_without_files(connection, codes):
                return []
        with begin_change(self.database, self.clock()) as change:
            alone = self._shown_without_files(change.connection, codes)
            for article, reason in alone.values():
                withhold(change, article, reason)
            paths = [path for path, code in gone.items() if code in alone]
            archives.drop_files(change, self.archive, paths)
            imported_media.drop(change, self.archive, paths)
        return paths

    def _shown_without_files(
        self, connection: Snapshot, codes: set[InfoCode]
    ) -> dict[InfoCode, tuple[StoredArticle, str]]:
        """Articles that are shown, or wait to be, though all their files are gone."""
        presence = self._presence(connection)
        claims = claim_store.of_codes(connection, codes)
        found = {}
        for code, article in sorted(stored_by_codes(connection, codes).items()):
            looked = presence.look(claims.get(code, ()))
            is_open = article.state in _OPEN and not article.is_withheld
            if is_open and all(c.is_published and not c.is_there for c in looked):
                [first, *_] = looked
                found[code] = article, f"{first.origin}: {first.key} was removed"
        return found

    def _presence(self, connection: Snapshot) -> Presence:
        return Presence({**archives.roots(connection), self.archive: str(self.root)})
