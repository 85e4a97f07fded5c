"""Walks a Jekyll tree and reads its files: the only I/O of this package.

An archive is somebody else's: nothing here leaves the tree, waits for a pipe or reads
more of a file than the cap. Knows nothing of what is inside the files. Uses `os.path`,
for it runs once a file and costs half of pathlib.
"""

# ruff: noqa: PTH118

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import FileIO
from pathlib import Path

from feedsvc.errors import ArchiveNotFound, UnreadablePost

MAX_FILE_BYTES = 1024 * 1024

_POST_FOLDERS = {"_posts", "old_post"}
_CATEGORY_FOLDER = "category"
_SKIPPED_FOLDERS = {
    "_site", "_layouts", "_includes", "_sass", "_data", "_drafts",
    "node_modules", "vendor",
}  # fmt: skip
_POST_ENDINGS = (".md", ".markdown", ".html")
_DATED_POST = re.compile(r"\d{4}-\d{2}-\d{2}-.*\.(?:md|markdown|html)", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_OUTSIDE = "a link that leads out of the archive"
_IRREGULAR = "not a regular file"
# A pipe must not make us wait, nor a link swapped in behind our back lead us out.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


class FileKind(StrEnum):
    """What a file of the archive is to us."""

    POST = "post"
    CATEGORY = "category"


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


def find_files(root: Path) -> Iterator[FoundFile | UnreadablePost]:
    """Every post and category file under `root`, in a fixed order, folder by folder.

    A folder of posts is one named `_posts` or `old_post`, or one that directly holds a
    file named like a dated post; in it every Markdown and HTML file counts. A file or
    folder that cannot be looked at comes as an UnreadablePost. Linked folders are never
    entered: one inside the tree is met where it stands, one outside is reported.

    Raises:
        ArchiveNotFound: `root` is no folder.
    """
    if not root.is_dir():
        raise ArchiveNotFound(str(root), "no such folder")
    real_root = os.path.realpath(root)
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(os.path.join(real_root, folder)) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            yield UnreadablePost(folder or ".", _reason(error))
            continue
        kind_of = _kinds(folder, entries)
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if found := _look(entry, path, real_root, kind_of(entry.name)):
                yield found
        pending += [
            f"{folder}/{entry.name}" if folder else entry.name
            for entry in reversed(entries)
            if entry.is_dir(follow_symlinks=False) and _is_entered(entry.name)
        ]


def read_file(root: Path, path: str) -> bytes:
    """The bytes of one file of the archive, at most MAX_FILE_BYTES.

    Raises:
        UnreadablePost: it is gone, too large, no regular file, outside or forbidden.
    """
    real_root = os.path.realpath(root)
    try:
        real = os.path.realpath(os.path.join(real_root, path))
        if not _is_within(real, real_root):
            raise UnreadablePost(path, _OUTSIDE)
        with open(real, "rb", buffering=0, opener=_open) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadablePost(path, _IRREGULAR)
            data = _read_past(file, MAX_FILE_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UnreadablePost(path, _reason(error)) from error
    if len(data) > MAX_FILE_BYTES:
        raise UnreadablePost(path, f"larger than {MAX_FILE_BYTES} bytes")
    return data


def _kinds(
    folder: str, entries: list[os.DirEntry[str]]
) -> Callable[[str], FileKind | None]:
    """What decides, by name alone, what a file of this folder is to us."""
    endings: tuple[str, ...]
    if folder == _CATEGORY_FOLDER:
        kind, endings = FileKind.CATEGORY, (".html",)
    elif folder.rpartition("/")[2] in _POST_FOLDERS or any(
        _DATED_POST.fullmatch(entry.name) for entry in entries
    ):
        kind, endings = FileKind.POST, _POST_ENDINGS
    else:
        return lambda _name: None
    return lambda name: kind if name.endswith(endings) and name[0] != "." else None


def _look(
    entry: os.DirEntry[str], path: str, real_root: str, kind: FileKind | None
) -> FoundFile | UnreadablePost | None:
    """What an entry comes to: a file, a report, or nothing to us."""
    try:
        is_folder = entry.is_dir()
        if _is_ignored(entry.name) if is_folder else kind is None:
            return None
        if not _is_utf8(entry.name):
            return UnreadablePost(_shown(path), "its name is not UTF-8")
        if entry.is_symlink() and not _is_within(
            os.path.realpath(entry.path), real_root
        ):
            return UnreadablePost(path, _OUTSIDE)
        return None if is_folder or kind is None else _found(entry, path, kind)
    except OSError as error:
        return UnreadablePost(_shown(path), _reason(error))


def _found(
    entry: os.DirEntry[str], path: str, kind: FileKind
) -> FoundFile | UnreadablePost:
    status = entry.stat()
    if not stat.S_ISREG(status.st_mode):
        return UnreadablePost(path, _IRREGULAR)
    return FoundFile(path, status.st_size, status.st_mtime_ns, kind)


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | _OPEN_FLAGS)


def _read_past(file: FileIO, limit: int) -> bytes:
    """A file's bytes, or one more than `limit` of them; a raw read may come short."""
    chunks = bytearray()
    while chunk := file.read(limit + 1 - len(chunks)):
        chunks += chunk
    return bytes(chunks)


def _is_ignored(folder_name: str) -> bool:
    return folder_name.startswith(".") or folder_name in _SKIPPED_FOLDERS


def _is_entered(folder_name: str) -> bool:
    return not _is_ignored(folder_name) and _is_utf8(folder_name)


def _is_within(real: str, real_root: str) -> bool:
    return f"{real}/".startswith(f"{real_root.rstrip('/')}/")


def _is_utf8(name: str) -> bool:
    """Whether a name was UTF-8 on disk: what was not comes as lone surrogates."""
    return name.isascii() or not _SURROGATE.search(name)


def _shown(path: str) -> str:
    """A path that can be printed and stored whatever its bytes were."""
    return os.fsencode(path).decode(errors="backslashreplace")


def _reason(error: OSError | ValueError) -> str:
    """Few words for a person; the path is said elsewhere."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error)
