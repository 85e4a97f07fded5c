"""Differing files: those of an archive that are new, or are not what was read of them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from feedsvc.archive.jekyll.changed import find_changed
from feedsvc.archive.jekyll.walk import (
    MAX_PATH_BYTES,
    FileKind,
    Found,
    FoundFile,
    PassedOver,
    find_files,
)
from feedsvc.services.publishing.archive.known_files import KnownFiles
from feedsvc.services.publishing.archive.queue import folder_chunks, line_of
from feedsvc.services.publishing.archive.register import Entry
from feedsvc.services.publishing.archive.summary import Finding
from feedsvc.services.publishing.archive.tally import Tally
from feedsvc.store.articles import imported_files, imported_media
from feedsvc.store.articles.imported_files import TO_PARSE, KnownFile

_AT_ONCE = 100  # paths that PostgreSQL is asked for


@dataclass(slots=True)
class Differing:
    """Search for the files of one archive that differ.

    Attributes:
        paths: where to look, and below; None for everywhere.
        found: number of posts and category files that are there.
        aside: paths of files that were put aside.
    """

    entry: Entry
    known_files: KnownFiles
    tally: Tally
    paths: Collection[str] | None
    found: int = 0
    aside: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """A line for each file that is new or differs; the others are counted."""
        for files in self._chunks():
            known = self._known(files)
            for file in files:
                before = known.get(file.path)
                if before and self.entry.is_other_site:
                    before = replace(before, mtime_ns=TO_PARSE)
                if before and (before.size, before.mtime_ns) == (
                    file.size,
                    file.mtime_ns,
                ):
                    self.tally.count_known(file.path, file.kind, before)
                else:
                    yield line_of(file, before)

    def _chunks(self) -> Iterator[list[FoundFile]]:
        site = self.entry.site
        if self.paths is None:
            yield from folder_chunks(self._files(find_files(site.root, site.config)))
            return
        files = self._files(find_changed(site.root, site.config, self.paths))
        while chunk := list(islice(files, _AT_ONCE)):
            yield chunk

    def _known(self, files: list[FoundFile]) -> dict[str, KnownFile]:
        """Files as they were read, but for those that are to be read like new ones.

        Of a whole archive, files come in runs, each of which is one range of paths.
        """
        name, paths = self.entry.name, [file.path for file in files]
        with self.entry.database.read() as connection:
            if self.paths is None:
                ends = paths[0], paths[-1]
                known = imported_files.known_between(connection, name, *ends)
                media = imported_media.between(connection, name, *ends)
            else:
                known = imported_files.known_among(connection, name, paths)
                media = imported_media.of_posts(connection, name, paths)
        for path in self.known_files.changed(media):
            known.pop(path, None)
        return known

    def _files(self, found: Iterable[Found]) -> Iterator[FoundFile]:
        for one in found:
            if isinstance(one, PassedOver):
                self._tell(one.path, one.reason, Finding.PASSED_OVER)
                continue
            is_aside = isinstance(one, FoundFile) and one.kind is FileKind.ASIDE
            if is_aside:
                self.aside.append(one.path)
            else:
                self.found += 1
            if not isinstance(one, FoundFile):
                self._tell(one.path, one.reason, Finding.REJECTED)
            elif len(one.path.encode()) <= MAX_PATH_BYTES:
                yield one
            elif not is_aside:
                reason = f"its path is over {MAX_PATH_BYTES} bytes"
                self._tell(one.path, reason, Finding.REJECTED)

    def _tell(self, path: str, reason: str, finding: Finding) -> None:
        """Report a file that is never read; not again when all are looked at again."""
        if self.paths is not None or not self.tally.is_repeat:
            self.tally.tell(path, reason, finding)
