"""Walk a Jekyll tree: which of its files are worth reading.

An archive is not trusted: nothing here leaves the tree. Knows nothing of what is inside
the files. Uses `os.path`, for it runs once a file and costs half of pathlib.
"""

# ruff: noqa: PTH118

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from feedsvc.archive.jekyll import naming
from feedsvc.archive.jekyll.config import Config
from feedsvc.archive.jekyll.files import IRREGULAR, OUTSIDE, is_within, reason_of
from feedsvc.archive.jekyll.folder import FolderEntry, entries
from feedsvc.errors import ArchiveNotFound, UnreadablePost

MAX_PATH_BYTES = 1_024  # a path is a key, and PostgreSQL's keys are short

CATEGORY_FOLDER = "category"
_JEKYLLS = Config()  # of a site that says nothing of itself
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_UTF8 = "its name is not UTF-8"


class FileKind(StrEnum):
    """Kind of a file in the archive.

    A file put aside is not published by Jekyll, but may have been before.
    """

    POST = "post"
    CATEGORY = "category"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file worth reading.

    Attributes:
        path: relative to the archive's root, `/`-separated.
        mtime_ns: nanoseconds since the epoch, as the file system gives them.
    """

    path: str
    size: int
    mtime_ns: int
    kind: FileKind


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that is not read because Jekyll would not publish it; always reported."""

    path: str
    reason: str


Found = FoundFile | PassedOver | UnreadablePost


def find_files(root: Path, config: Config = _JEKYLLS) -> Iterator[Found]:
    """Every post and category file under `root`, in a fixed order, folder by folder.

    `naming` and the site's configuration say which files those are. A file or folder that cannot be looked at comes
    as an UnreadablePost, and so does a post in a format that feedsvc does not read.
    Linked folders are never entered: one inside the tree is found at its own place, one
    outside is reported.

    Raises:
        ArchiveNotFound: `root` is no folder.
    """
    if not root.is_dir():
        raise ArchiveNotFound(str(root), "no such folder")
    yield from _below("", os.path.realpath(root), config)


def find_at(
    entry: FolderEntry, path: str, real_root: str, config: Config
) -> Iterator[Found]:
    """Every post and category file at the path of an entry, and below it."""
    if found := _look(entry, path, real_root, config):
        yield found
    if is_walked(entry, path, config):
        yield from _below(path, real_root, config)


def is_walked(entry: FolderEntry, path: str, config: Config) -> bool:
    """True if an entry is a folder in which posts are looked for."""
    return entry.is_dir(follow_symlinks=False) and _is_entered(path, config)


def _below(top: str, real_root: str, config: Config) -> Iterator[Found]:
    """Every post and category file in a folder and below it."""
    pending = [top]
    while pending:
        folder = pending.pop()
        folders = []
        try:
            for entry in entries(os.path.join(real_root, folder)):
                path = _joined(folder, entry.name)
                if found := _look(entry, path, real_root, config):
                    yield found
                if is_walked(entry, path, config):
                    folders.append(path)
        except OSError as error:
            yield UnreadablePost(folder or ".", reason_of(error))
            continue
        pending += reversed(folders)


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _look(
    entry: FolderEntry, path: str, real_root: str, config: Config
) -> Found | None:
    """A file worth reading, a report, or None for a file of no use."""
    try:
        if entry.is_dir():
            return _look_at_folder(entry, path, real_root)
        meant = _meaning_in_site(path, config)
        if not isinstance(meant, FileKind):
            return meant
        if meant is FileKind.ASIDE:
            return _put_aside(entry, path, real_root)
        return _refused(entry, path, real_root) or _found(entry, path, meant)
    except OSError as error:
        return UnreadablePost(_shown(path), reason_of(error))


def _look_at_folder(
    entry: FolderEntry, path: str, real_root: str
) -> PassedOver | UnreadablePost | None:
    """A report of a folder that is not entered, where posts may be expected in it."""
    if naming.is_shelf(_folder(path)):
        return None
    if naming.is_entered(path):
        return _refused(entry, path, real_root)
    if naming.is_post_folder(_folder(path)) and naming.is_worth_a_line(entry.name):
        return PassedOver(_shown(path), "a folder hidden by its name")
    return None


def _meaning_in_site(
    path: str, config: Config
) -> FileKind | PassedOver | UnreadablePost | None:
    """Kind of a file, or a report; None for a file of no use."""
    if config.collection_of(path):
        return FileKind.POST if naming.is_text(path) else None
    if config.are_drafts_shown and naming.is_draft(path):
        return FileKind.POST if naming.is_text(path) else None
    meant = _meaning(path)
    if meant is FileKind.POST and config.is_excluded(path):
        return PassedOver(_shown(path), "excluded in _config.yml")
    return meant


def _meaning(path: str) -> FileKind | PassedOver | UnreadablePost | None:
    """Kind of a file by its path alone, or a report; None for a file of no use."""
    folder, name = _folder(path), path.rpartition("/")[2]
    if naming.is_shelf(folder):
        return FileKind.ASIDE if naming.find_aside(path) else None
    if naming.is_post_folder(folder):
        return _meaning_among_posts(path, name)
    if folder == CATEGORY_FOLDER:
        is_category = name.endswith(".html") and not naming.is_hidden(name)
        return FileKind.CATEGORY if is_category else None
    return FileKind.ASIDE if naming.find_aside(path) else None


def _meaning_among_posts(
    path: str, name: str
) -> FileKind | PassedOver | UnreadablePost | None:
    refusal = naming.find_refusal(name)
    if refusal is None:
        return FileKind.POST
    if not refusal.is_post and naming.find_aside(path) and _is_utf8(name):
        return FileKind.ASIDE
    if not naming.is_worth_a_line(name):
        return None
    if not _is_utf8(name):
        return UnreadablePost(_shown(path), _NOT_UTF8)
    report = UnreadablePost if refusal.is_post else PassedOver
    return report(path, refusal.reason)


def _put_aside(
    entry: FolderEntry, path: str, real_root: str
) -> FoundFile | PassedOver | None:
    """A file that may be a post out of sight; one that cannot be read is passed over."""
    try:
        found = _refused(entry, path, real_root) or _found(entry, path, FileKind.ASIDE)
    except OSError:
        found = None
    if isinstance(found, FoundFile):
        return found
    why = naming.find_aside(path)
    return PassedOver(_shown(path), why) if why and naming.is_aside_told(path) else None


def _refused(entry: FolderEntry, path: str, real_root: str) -> UnreadablePost | None:
    """Reason why an entry must not be followed or cannot be named, or None."""
    if not _is_utf8(entry.name):
        return UnreadablePost(_shown(path), _NOT_UTF8)
    if entry.is_symlink() and not is_within(os.path.realpath(entry.path), real_root):
        return UnreadablePost(path, OUTSIDE)
    return None


def _found(entry: FolderEntry, path: str, kind: FileKind) -> FoundFile | UnreadablePost:
    status = entry.stat()
    if not stat.S_ISREG(status.st_mode):
        return UnreadablePost(path, IRREGULAR)
    return FoundFile(path, status.st_size, status.st_mtime_ns, kind)


def _is_entered(path: str, config: Config) -> bool:
    if config.collection_of(f"{path}/"):
        return _is_utf8(path)
    is_shelved = naming.is_shelf(_folder(path))
    is_entered = not is_shelved and naming.is_entered(path)
    return (is_entered or naming.is_searched(path)) and _is_utf8(path)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _is_utf8(name: str) -> bool:
    """True if a name was UTF-8 on disk; other bytes come as lone surrogates."""
    return name.isascii() or not _SURROGATE.search(name)


def _shown(path: str) -> str:
    """A path that can be printed and stored whatever its bytes were."""
    return os.fsencode(path).decode(errors="backslashreplace")
