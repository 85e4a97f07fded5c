"""Presence: whether the files that claims are of are still there."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from feedsvc.model.claim import Claim


def is_there(path: str | Path) -> bool:
    """Whether something is at a path; what cannot be looked at counts as there."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def storable(path: str) -> str:
    """A path as text, whatever its bytes were."""
    return os.fsencode(path).decode(errors="backslashreplace")


@dataclass(frozen=True, slots=True)
class Presence:
    """Looks for the file of a claim under its own archive's folder.

    Where that folder is not known, the file counts as there.

    Attributes:
        roots: the folder of each archive, by name.
    """

    roots: Mapping[str, str | None]
    _found: dict[str, bool] = field(default_factory=dict)

    def __call__(self, claim: Claim) -> bool:
        """Whether the file is there: one look a file, and one a folder."""
        root = self.roots.get(claim.archive)
        if root is None:
            return True
        if root not in self._found:
            self._found[root] = is_there(root)
        return self._found[root] and is_there(Path(root, claim.path))
