"""Media: the files that articles show or link to, as they are served."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from feedsvc.model.medium import CHUNK_BYTES, Medium
from feedsvc.store import media
from feedsvc.store.database.engine import Database


@dataclass(slots=True)
class MediumBody:
    """The bytes of a medium from a place on, read piece by piece as somebody takes them.

    No transaction stays open between two pieces: a client may be slow.
    """

    database: Database
    medium: Medium
    _at: int = field(default=0)

    def seekable(self) -> bool:
        """Say that it can begin anywhere."""
        return True

    def seek(self, place: int) -> None:
        """Go on from a byte, counted from 0."""
        self._at = place

    def tell(self) -> int:
        """Number of the next byte."""
        return self._at

    def __iter__(self) -> Iterator[bytes]:
        """Give it from here on."""
        return self

    def __next__(self) -> bytes:
        """Give what is left of a piece; ends early if the medium is erased meanwhile."""
        position, skipped = divmod(self._at, CHUNK_BYTES)
        if self._at >= self.medium.size:
            raise StopIteration
        with self.database.find() as connection:
            piece = media.piece(connection, self.medium.digest, position)
        given = piece[skipped:]
        if not given:
            raise StopIteration
        self._at += len(given)
        return given


@dataclass(frozen=True, slots=True)
class Media:
    """Media of the site, by digest and by former path."""

    database: Database

    def find(self, digest: bytes) -> Medium | None:
        """The medium with this content, if there is one."""
        with self.database.find() as connection:
            return media.find(connection, digest)

    def find_at(self, path: str) -> str | None:
        """Path on this site of what had a decoded path on the site before it."""
        with self.database.find() as connection:
            return media.find_at(connection, path)

    def body(self, medium: Medium) -> MediumBody:
        """Bytes of a medium."""
        return MediumBody(self.database, medium)
