"""Media: the files that articles show or link to, as they are served."""

import os
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from feedsvc.model.medium import CHUNK_BYTES, Medium
from feedsvc.store import media
from feedsvc.store.database.engine import Database

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class _MediumFile(RawIOBase):
    """A medium as a file that is read piece by piece as somebody takes it.

    No transaction stays open between two pieces: a client may be slow.
    """

    def __init__(self, database: Database, medium: Medium, stop: int) -> None:
        """Begin at the first byte.

        Args:
            database: that has it.
            medium: which one.
            stop: end of the file; the medium may go on behind it.
        """
        self._database = database
        self._medium = medium
        self._stop = stop
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that reading can go on anywhere."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go on from another byte."""
        origins = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._stop}
        self._at = origins[whence] + offset
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read what one piece has, at most; 0 at the end.

        Raises:
            EOFError: the medium was erased meanwhile.
            DatabaseUnusable: the database cannot be reached.
        """
        view = memoryview(buffer)
        position, skipped = divmod(self._at, CHUNK_BYTES)
        length = max(0, min(len(view), self._stop - self._at, CHUNK_BYTES - skipped))
        if not length:
            return 0
        with self._database.find() as connection:
            piece = media.piece(connection, self._medium.digest, position)
        given = piece[skipped : skipped + length]
        if not given:
            raise EOFError(f"the medium {self._medium.digest.hex()} was erased")
        view[: len(given)] = given
        self._at += len(given)
        return len(given)


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

    def open(self, medium: Medium, start: int, stop: int) -> BinaryIO:
        """Bytes of a medium, from `start` to before `stop`; one piece is in memory."""
        file = BufferedReader(_MediumFile(self.database, medium, stop), CHUNK_BYTES)
        file.seek(start)
        return file
