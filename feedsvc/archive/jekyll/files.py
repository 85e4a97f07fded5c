"""Files of a Jekyll tree, read as ones that nobody trusts.

Nothing here leaves the tree, waits for a pipe or reads more of a file than the cap. Uses
`os.path`, for it runs once a file and costs half of pathlib.
"""

# ruff: noqa: PTH118

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from feedsvc.errors import UnreadablePost

MAX_FILE_BYTES = 1024 * 1024
OUTSIDE = "a link that leads out of the archive"
IRREGULAR = "not a regular file"
# A pipe must not block us, nor a link swapped in meanwhile lead out of the tree.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


def read_file(root: Path, path: str) -> bytes:
    """The bytes of one file of the archive, at most MAX_FILE_BYTES.

    Raises:
        UnreadablePost: it is gone, too large, no regular file, outside or forbidden.
    """
    data = read_beginning(root, path, MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise UnreadablePost(path, f"larger than {MAX_FILE_BYTES} bytes")
    return data


def read_beginning(root: Path, path: str, size: int) -> bytes:
    """The first bytes of one file of the archive, `size` of them if it has as many.

    Raises:
        UnreadablePost: it is gone, no regular file, outside or forbidden.
    """
    with opened(root, path) as file:
        return _read_up_to(file, size)


@contextmanager
def opened(root: Path, path: str) -> Iterator[FileIO]:
    """One file of the archive, to be read.

    Raises:
        UnreadablePost: it is gone, no regular file, outside or forbidden.
    """
    real_root = os.path.realpath(root)
    try:
        real = os.path.realpath(os.path.join(real_root, path))
        if not is_within(real, real_root):
            raise UnreadablePost(path, OUTSIDE)
        with open(real, "rb", buffering=0, opener=_open) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadablePost(path, IRREGULAR)
            yield file
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UnreadablePost(path, reason_of(error)) from error


def is_within(real: str, real_root: str) -> bool:
    """True if a real path is that of a folder, or lies below it."""
    return f"{real}/".startswith(f"{real_root.rstrip('/')}/")


def reason_of(error: OSError | ValueError) -> str:
    """Few words for a person, without the path."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error)


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | _OPEN_FLAGS)


def _read_up_to(file: FileIO, size: int) -> bytes:
    """A file's bytes, `size` of them at most; a raw read may come short."""
    chunks = bytearray()
    while chunk := file.read(size - len(chunks)):
        chunks += chunk
    return bytes(chunks)
