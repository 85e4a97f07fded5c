"""Archives: the known archives, their names, and how to forget one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from feedsvc.errors import ArchiveNameTaken, ArchiveUnknown
from feedsvc.model.archive import KnownArchive
from feedsvc.model.claim import categories_of, winner
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.archive.presence import Presence, is_there
from feedsvc.services.publishing.placement import place_anew
from feedsvc.store import imports
from feedsvc.store.articles import archives, imported_media
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.articles.archives import Count
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database

_FORGOTTEN_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Archives:
    """Archives that this database knows.

    Attributes:
        clock: the time now, aware UTC.
    """

    database: Database
    clock: Callable[[], datetime]

    def all(self) -> list[KnownArchive]:
        """Every archive, by name."""
        with self.database.read() as snapshot:
            places = archives.all_places(snapshot)
            counts = archives.counts(snapshot)
        return [
            KnownArchive(
                name=place.name,
                root=place.root,
                is_there=None if place.root is None else is_there(place.root),
                files=count.files,
                articles=count.speaking,
                rejected=count.rejected,
                imported_at=place.imported_at,
            )
            for place in places
            for count in (counts.get(place.name, Count(0, 0, 0)),)
        ]

    def rename(self, old: str, new: str) -> None:
        """Give an archive another name, under which its next import knows its files.

        Raises:
            ArchiveUnknown: there is none of that name.
            ArchiveNameTaken: another one has the new name.
        """
        with begin_change(self.database, self.clock()) as change:
            if archives.find(change.connection, old) is None:
                raise ArchiveUnknown(old)
            if old == new:
                return
            if archives.find(change.connection, new) is not None:
                raise ArchiveNameTaken(new)
            archives.rename(change, old, new)
            imported_media.rename(change, old, new)
            imports.rename(change.connection, old, new)

    def forget(self, name: str) -> int:
        """Forget an archive that is gone for good; returns how many files it had.

        Its claims are dropped, and its articles stay. Works in batches; after a stop it
        continues where it was.

        Raises:
            ArchiveUnknown: there is none of that name.
        """
        forgotten, path = 0, ""
        while True:
            with begin_change(self.database, self.clock()) as change:
                if archives.find(change.connection, name) is None:
                    raise ArchiveUnknown(name)
                files = archives.files_after(
                    change.connection, name, path, limit=_FORGOTTEN_AT_ONCE
                )
                if not files:
                    archives.drop(change, name)
                    return forgotten
                _forget(change, name, dict(files))
            forgotten, path = forgotten + len(files), files[-1][0]


def _forget(change: Change, name: str, files: dict[str, str | None]) -> None:
    """Forget files; an article with other claims is placed by those.

    The best other claim is read again by the next import of its archive, and is shown.
    """
    codes = {InfoCode(code) for code in files.values() if code}
    before = claim_store.of_codes(change.connection, codes)
    archives.drop_files(change, name, files)
    imported_media.drop(change, name, files)
    after = claim_store.of_codes(change.connection, codes)
    best = [winner(Presence({}).look(claims)) for claims in after.values()]
    claim_store.recall(change, best)
    moved = [
        code
        for code, claims in after.items()
        if categories_of(claims) != categories_of(before[code])
    ]
    place_anew(change, moved)
