"""Folders: their entries in order, in little memory however many there are."""

# ruff: noqa: PTH118

import os
import stat
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


@dataclass(frozen=True, slots=True)
class OtherEntry:
    """An entry of a folder that is none, looked at by its path."""

    path: str

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path.rpartition(os.sep)[2]

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """True if it is a folder, or if links count, leads to one."""
        is_linked = not follow_symlinks and self.is_symlink()
        return not is_linked and os.path.isdir(self.path)  # noqa: PTH112 - as this module

    def is_symlink(self) -> bool:
        """True if it is a link."""
        return os.path.islink(self.path)  # noqa: PTH114 - as this module

    def stat(self) -> os.stat_result:
        """Status now of what it is or leads to."""
        return os.stat(self.path)  # noqa: PTH116 - as this module


FolderEntry: TypeAlias = os.DirEntry[str] | RegularFile | OtherEntry


def entry_at(path: str) -> RegularFile | OtherEntry | None:
    """The entry at a path, or None if there is none."""
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    return RegularFile(path) if stat.S_ISREG(mode) else OtherEntry(path)


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
