"""Presence: facts about claims that only an archive knows, such as lost files."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from feedsvc.archive.jekyll.media_files import read_chunks
from feedsvc.archive.jekyll.naming import is_post, place_of
from feedsvc.errors import UnreadablePost
from feedsvc.model.claim import Claim


def is_there(path: str | Path) -> bool:
    """True if something is at a path; one that cannot be looked at counts as there."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def storable(path: str) -> str:
    """A path as text, even if its bytes are not UTF-8."""
    return path.encode(errors="surrogateescape").decode(errors="backslashreplace")


@dataclass(frozen=True, slots=True)
class Presence:
    """Lookup of a claim's file under its own archive's folder.

    If that folder is not known, the file counts as there.

    Attributes:
        roots: the folder of each archive, by name.
        keeps_media: whether their media are kept, or only counted.
    """

    roots: Mapping[str, str | None]
    keeps_media: bool = True
    _found: dict[str, bool] = field(default_factory=dict)

    def look(
        self, claims: Iterable[Claim], fresh: Container[Claim] = ()
    ) -> list[Claim]:
        """Claims with the facts that their archives know; those just read are there.

        One look a file, and one a folder.
        """
        return [
            replace(
                claim,
                is_there=claim in fresh or self._is_there(claim),
                precedence=int(is_post(claim.key)),
                name=claim.key.rpartition("/")[2],
                place=place_of(claim.key),
            )
            for claim in claims
        ]

    def read(self, origin: str, path: str) -> Iterator[bytes] | None:
        """A file of an archive in pieces; None if media are not kept.

        Raises:
            UnreadablePost: while it is read.
        """
        root = self.roots.get(origin)
        if not self.keeps_media:
            return None
        if root is None:
            raise UnreadablePost(path, "its archive is not known")
        return read_chunks(Path(root), path)

    def _is_there(self, claim: Claim) -> bool:
        root = self.roots.get(claim.origin)
        if root is None:
            return True
        if root not in self._found:
            self._found[root] = is_there(root)
        return self._found[root] and is_there(Path(root, claim.key))
