"""Folders: their entries in order, in little memory however many there are."""

# ruff: noqa: PTH118

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class RegularFile:
    """An entry of a folder that is a regular file, made only when it is looked at."""

    path: str

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path.rpartition(os.sep)[2]

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002 - as os.DirEntry
        """False, as for every regular file."""
        return False

    def is_symlink(self) -> bool:
        """False, as for every regular file."""
        return False

    def stat(self) -> os.stat_result:
        """Status of the file now."""
        return os.lstat(self.path)


FolderEntry: TypeAlias = os.DirEntry[str] | RegularFile


def entries(folder: str) -> Iterator[FolderEntry]:
    """Entries of a folder, sorted by name.

    Names alone are kept of regular files: an os.DirEntry takes four times as much memory,
    and a folder may have a million.
    """
    names = []
    others: dict[str, FolderEntry] = {}
    with os.scandir(folder) as scan:
        for entry in scan:
            names.append(entry.name)
            if not entry.is_file(follow_symlinks=False):
                others[entry.name] = entry
    names.sort()
    for name in names:
        yield others.get(name) or RegularFile(os.path.join(folder, name))
