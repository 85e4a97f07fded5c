"""Media files: what the files of an archive are that its posts refer to, by their bytes.

Knows no posts and no addresses. A file is read in pieces, and once an import.
"""

import hashlib
import posixpath
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from io import BufferedReader
from pathlib import Path

from feedsvc.archive.jekyll.config import Config
from feedsvc.archive.jekyll.files import opened
from feedsvc.archive.jekyll.places import hiding
from feedsvc.errors import UnreadablePost
from feedsvc.model.medium import CHUNK_BYTES, Attachment, Medium
from feedsvc.model.signature import HEAD_BYTES, UNKNOWN, ending_of, media_type_of
from feedsvc.model.slug import slug_of_file

_RACY_NS = 2_000_000_000  # a file written just now may change again with the same time
_REMEMBERED = 20_000  # files whose content is known, in each process
_FENCE = b"---"  # of front matter: Jekyll makes a page of such a file


def look_at(root: Path, path: str) -> Attachment:
    """A file as its folder has it, unread; one that is not there has no size."""
    try:
        status = (root / path).stat()
    except (OSError, ValueError):  # a name that is too long, or a loop of links
        return Attachment(path)
    if stat.S_ISDIR(status.st_mode):
        return Attachment(path)
    is_telling = time.time_ns() - status.st_mtime_ns > _RACY_NS
    return Attachment(path, status.st_size, status.st_mtime_ns if is_telling else 0)


def read_attachment(
    root: Path, path: str, config: Config, *, max_bytes: int
) -> Attachment:
    """A file with its content, or with the reason why it does not come in."""
    seen = look_at(root, path)
    if not seen.is_there:
        return seen
    reason = hiding(path, config)
    if seen.size > max_bytes:
        reason = f"over {max_bytes} bytes"
    if reason is None and not seen.size:
        reason = "empty"
    if reason:
        return replace(seen, refusal=reason)
    try:
        medium, is_page = _medium(root, seen)
    except UnreadablePost as error:
        # Its time tells nothing: what lets it be read may leave that as it is.
        return replace(seen, mtime_ns=0, refusal=error.reason)
    if is_page:
        return replace(seen, digest=medium.digest, refusal="made into a page by Jekyll")
    stem, ending = posixpath.splitext(posixpath.basename(path))
    return replace(
        seen,
        digest=medium.digest,
        medium=medium,
        addresses=_former(path, config),
        name=f"{slug_of_file(stem)}.{ending_of(medium.media_type, ending[1:])}",
    )


def _former(path: str, config: Config) -> tuple[str, ...]:
    """Decoded paths that Jekyll served a file at; none for what lies among posts."""
    if path.startswith("_") or "/_" in path:
        return ()
    return tuple(dict.fromkeys((f"/{path}", f"{config.baseurl}/{path}")))


def digest_now(root: Path, seen: Attachment) -> bytes:
    """Digest of a file that was looked at; empty where it cannot be read."""
    try:
        return _medium(root, seen)[0].digest
    except UnreadablePost:
        return b""


def read_chunks(root: Path, path: str) -> Iterator[bytes]:
    """A file in pieces of one size, the last one shorter.

    Raises:
        UnreadablePost: it is gone, no regular file, outside or forbidden.
    """
    with opened(root, path) as raw:
        file = BufferedReader(raw)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _medium(root: Path, seen: Attachment) -> tuple[Medium, bool]:
    """Content of a file, and whether Jekyll makes a page of it; read once if time tells."""
    if not seen.mtime_ns:
        return _identify(root, seen.path)
    return _identify_once(root, seen.path, (seen.size, seen.mtime_ns))


@lru_cache(_REMEMBERED)
def _identify_once(root: Path, path: str, _version: object) -> tuple[Medium, bool]:
    """Result of `_identify`, read once for each version of a file."""
    return _identify(root, path)


def _identify(root: Path, path: str) -> tuple[Medium, bool]:
    """Content of a file, and whether Jekyll makes a page of it."""
    digest, head, length = hashlib.sha256(), b"", 0
    for chunk in read_chunks(root, path):
        head = head or chunk[:HEAD_BYTES]
        digest.update(chunk)
        length += len(chunk)
    type_ = media_type_of(head)
    is_page = type_ == UNKNOWN and head.startswith(_FENCE)
    return Medium(digest.digest(), type_, length), is_page
