"""Queueing: files of an archive become sorted jobs, and parsed files batches."""

import json
from collections.abc import Iterable, Iterator
from heapq import merge
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO

from feedsvc.archive.jekyll.naming import code_of_stem
from feedsvc.archive.jekyll.walk import FileKind, FoundFile
from feedsvc.services.publishing.archive.reading import Job, Parsed
from feedsvc.store.articles.imported_files import TO_PARSE, KnownFile

_BATCH_FILES = 1_000
_BATCH_BYTES = (
    16 * 1024 * 1024
)  # of files and their media; drafts take three times as much
_COMPARED_AT_ONCE = 2_000
_SORTED_AT_ONCE = 100_000  # lines, which take some 20 MB
_LAST = chr(0x10FFFF)


class Queue:
    """Lines in order, such as those of jobs; beyond 100,000 they wait in temporary files.

    A million of them would take 250 MB of memory for as long as the import runs.
    """

    def __init__(self, lines: Iterable[str] = ()) -> None:
        """Take all lines."""
        self._files: list[IO[str]] = []
        self._last: list[str] = []
        self._length = 0
        for line in lines:
            self.add(line)

    def add(self, line: str) -> None:
        """Take one more."""
        if len(self._last) == _SORTED_AT_ONCE:
            self._files.append(_written(sorted(self._last)))
            self._last = []
        self._last.append(line)
        self._length += 1

    def __len__(self) -> int:
        """Number of lines."""
        return self._length

    def __iter__(self) -> Iterator[str]:
        """The lines in order; only once."""
        return merge(*map(_read, self._files), sorted(self._last))


def folder_chunks(files: Iterable[FoundFile]) -> Iterator[list[FoundFile]]:
    """Files in runs of one folder, so that each run is one range of paths."""
    chunk: list[FoundFile] = []
    for file in files:
        if chunk and (
            len(chunk) >= _COMPARED_AT_ONCE or _folder(file) != _folder(chunk[0])
        ):
            yield chunk
            chunk = []
        chunk.append(file)
    if chunk:
        yield chunk


def _folder(file: FoundFile) -> str:
    return file.path.rpartition("/")[0]


def line_of(file: FoundFile, known: KnownFile | None) -> str:
    """A job as one string, which sorts by the file's id.

    Files put aside come last, when it is known whether their article has others.
    """
    stem = PurePosixPath(file.path).stem
    key = code_of_stem(stem) or stem
    if file.kind is FileKind.ASIDE:
        key = f"{_LAST}{key}"
    known_hash = known.hash.hex() if known else ""
    is_to_parse = "1" if known and known.mtime_ns == TO_PARSE else ""
    return "\0".join((key, file.path, file.kind, known_hash, is_to_parse))


def _written(lines: list[str]) -> IO[str]:
    """A temporary file with a line for each; as JSON, since names may hold line breaks."""
    file = TemporaryFile("w+", encoding="ascii")  # noqa: SIM115 - `_read` closes it
    file.writelines(f"{json.dumps(line)}\n" for line in lines)
    return file


def _read(file: IO[str]) -> Iterator[str]:
    file.seek(0)
    with file:
        yield from map(json.loads, file)


def job_of(line: str) -> Job:
    """The job that `line_of` wrote down."""
    key, path, kind, known_hash, is_to_parse = line.split("\0")
    known = bytes.fromhex(known_hash)
    return Job(key, path, FileKind(kind), known, bool(is_to_parse))


def batches(parsed: Iterable[tuple[Job, Parsed]]) -> Iterator[list[Parsed]]:
    """Batches that never separate two files of one id."""
    batch: list[Parsed] = []
    size, last = 0, None
    for job, file in parsed:
        is_full = len(batch) >= _BATCH_FILES or size >= _BATCH_BYTES
        if is_full and job.key != last:
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.size + file.media_bytes
        last = job.key
    if batch:
        yield batch
