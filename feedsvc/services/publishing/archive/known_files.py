"""Known files: those that posts refer to, and whether they are what they were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from feedsvc.archive.jekyll.media_files import digest_now, look_at
from feedsvc.model.medium import Attachment
from feedsvc.services.publishing.archive.reading import Parsed, SameBytes
from feedsvc.services.publishing.archive.register import Entry
from feedsvc.services.publishing.archive.summary import Finding, Reporter, Summary
from feedsvc.services.publishing.media import Attached
from feedsvc.store.articles import imported_media
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import begin_change

_AT_ONCE = 100  # paths that PostgreSQL is asked for


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """Files that the posts of one archive refer to."""

    entry: Entry
    _unread: set[tuple[str, str]] = field(default_factory=set)

    def posts_with(self, paths: Iterable[str]) -> set[str]:
        """Posts that refer to a file at one of these paths, or below it."""
        name, root, posts = self.entry.name, self.entry.site.root, set()
        rest = iter(paths)
        while some := list(islice(rest, _AT_ONCE)):
            with self.entry.database.read() as connection:
                posts |= imported_media.posts_with(connection, name, some)
                for path in some:
                    if not (root / path).is_file():
                        posts |= imported_media.posts_below(connection, name, path)
        return posts

    def changed(self, known: Mapping[str, Sequence[Attachment]]) -> set[str]:
        """Posts that refer to a file that has changed.

        Args:
            known: the files as they were, by post.
        """
        database, archive = self.entry.database, self.entry.name
        root = self.entry.site.root
        changed: set[str] = set()
        touched: dict[str, list[Attachment]] = {}
        for post, files in known.items():
            for before in files:
                now = look_at(root, before.path)
                if _is_same(before, now):
                    continue
                digest = _digest_now(root, before, now)
                if digest != before.digest:
                    changed.add(post)
                elif digest:
                    touched.setdefault(post, []).append(now)
        if touched:
            with begin_change(database, self.entry.clock()) as change:
                imported_media.restat(change, archive, touched)
        return changed

    def record(self, change: Change, batch: Iterable[Parsed]) -> None:
        """Remember which files the posts of a batch refer to."""
        read = [parsed for parsed in batch if not isinstance(parsed.content, SameBytes)]
        files = {
            parsed.path: [self._known(parsed.path, one) for one in parsed.attachments]
            for parsed in read
        }
        imported_media.record(change, self.entry.name, files)

    def _known(self, post: str, file: Attachment) -> Attachment:
        """Memory of a file; of one that is not in the store, nothing certain."""
        is_unread = (post, file.path) in self._unread
        return replace(file, mtime_ns=0, digest=b"") if is_unread else file

    def tell(self, attached: Attached, reporter: Reporter, summary: Summary) -> None:
        """Count what came in, and report what changed while it was read."""
        summary.media += len(attached.kept)
        summary.media_bytes += sum(medium.size for medium in attached.kept)
        self._unread.update(attached.unread)
        for key, path in attached.unread:
            reason = f"{path} changed while it was read: import again"
            reporter.problem(key, reason, Finding.LOOK_AT)


def _digest_now(root: Path, before: Attachment, now: Attachment) -> bytes | None:
    """Digest of a file that was read, or could not be; None for others, however large."""
    is_read = before.digest or not before.mtime_ns
    return digest_now(root, now) if is_read else None


def _is_same(before: Attachment, now: Attachment) -> bool:
    """True if a file need not be read to know that it is what it was."""
    if before.size != now.size:
        return False
    return not now.is_there or before.mtime_ns == now.mtime_ns != 0
