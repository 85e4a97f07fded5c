"""Changed files: the part of a tree that a walk would find at a few paths of it."""

# ruff: noqa: PTH118

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from feedsvc.archive.jekyll.config import Config
from feedsvc.archive.jekyll.files import reason_of
from feedsvc.archive.jekyll.folder import FolderEntry, entry_at
from feedsvc.archive.jekyll.walk import Found, find_at, is_walked
from feedsvc.errors import UnreadablePost


def find_changed(root: Path, config: Config, paths: Collection[str]) -> Iterator[Found]:
    """Every post and category file at these paths, and below those that are folders.

    As `find_files` finds them; a path where nothing is, or is walked to, gives nothing.
    """
    real_root = os.path.realpath(root)
    for path in sorted(_outermost(paths)):
        try:
            entry = _find(real_root, path, config)
        except OSError as error:
            yield UnreadablePost(path, reason_of(error))
            continue
        if entry is not None:
            yield from find_at(entry, path, real_root, config)


def _outermost(paths: Collection[str]) -> Iterator[str]:
    """Paths that lie below none of the others."""
    known = set(paths)
    for path in known:
        parts = path.split("/")
        if not any("/".join(parts[:n]) in known for n in range(1, len(parts))):
            yield path


def _find(real_root: str, path: str, config: Config) -> FolderEntry | None:
    """The entry at a path, if a walk comes there."""
    parts = path.split("/")
    folders = ["/".join(parts[:n]) for n in range(1, len(parts))]
    for folder in folders:
        entry = entry_at(os.path.join(real_root, folder))
        if entry is None or not is_walked(entry, folder, config):
            return None
    return entry_at(os.path.join(real_root, path))
