"""Parsing: files of an archive become drafts. Runs in worker processes; knows no store."""

import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from feedsvc.archive.jekyll.attachments import Attachments
from feedsvc.archive.jekyll.files import read_beginning, read_file
from feedsvc.archive.jekyll.front_matter import MAX_BYTES as MAX_FRONT_MATTER
from feedsvc.archive.jekyll.naming import unhidden
from feedsvc.archive.jekyll.post import find_withholding, read_category, read_post
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.submission import read_body, submission_of
from feedsvc.archive.jekyll.walk import FileKind
from feedsvc.content.draft import MAX_CATEGORY, draft, render
from feedsvc.content.kept import unpack
from feedsvc.errors import UnreadablePost
from feedsvc.model.article import ArticleDraft, Rendered
from feedsvc.model.info_code import InfoCode
from feedsvc.model.medium import Attachment
from feedsvc.model.text import xml_legal
from feedsvc.services.publishing.archive.limit import TookTooLong, limited, unlimited

_MAX_SECONDS_A_FILE = 5
# A file written this shortly before it is read may change again with the same time.
_RACY_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read.

    Attributes:
        key: sort key of the file: its id, if its name holds one.
        known_hash: of its bytes when they were last read; empty for a new file.
        is_to_parse: parse it even if its bytes are the same.
    """

    key: str
    path: str
    kind: FileKind
    known_hash: bytes
    is_to_parse: bool = False


@dataclass(frozen=True, slots=True)
class SameBytes:
    """The file holds what it held before."""


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category file names this category, or none."""

    raw: str | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """The file cannot become an article.

    Attributes:
        withheld: its words that ask not to publish it, although it cannot be read.
    """

    reason: str
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class PutAside:
    """The file lies where nothing is published; `info_code` of what it may have been."""

    info_code: InfoCode | None


@dataclass(frozen=True, slots=True)
class NoPost:
    """The file is no post, though only its contents show it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The file was removed after it was found."""


Content = ArticleDraft | CategoryName | SameBytes | Rejected | PutAside | NoPost | Gone


@dataclass(frozen=True, slots=True)
class Parsed:
    """Result of reading a file.

    Attributes:
        size, mtime_ns: as they were before its bytes were read; 0 for a time that might
            not show the next change.
        hash: SHA-256 of its bytes; empty where they could not be read.
        is_same: its bytes are what they were, though they were parsed.
    """

    path: str
    kind: FileKind
    size: int
    mtime_ns: int
    hash: bytes
    content: Content
    is_same: bool = False

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Files that a post refers to; none of any other file."""
        if not isinstance(self.content, ArticleDraft):
            return ()
        return self.content.attachments

    @property
    def media_bytes(self) -> int:
        """Size of the files that come in with it."""
        return sum(one.size for one in self.attachments if one.medium)

    @property
    def lack(self) -> str | None:
        """Parts that a post lacks to be shown, in words; None if whole, or no post."""
        if not isinstance(self.content, ArticleDraft) or self.content.is_complete:
            return None
        return self.content.missing or "nothing to name it by"


class Kept(Protocol):
    """Any holder of a body, as `content.kept.pack` left it."""

    @property
    def raw(self) -> bytes:
        """The packed body."""


def parse_all(jobs: Sequence[Job], *, origin: str, site: Site) -> list[Parsed]:
    """Read and draft some files, each failing alone."""
    return [parse(job, origin=origin, site=site) for job in jobs]


def parse(job: Job, *, origin: str, site: Site) -> Parsed:
    """Read and draft one file; any fault in it comes back as Rejected."""
    root = site.root
    size = mtime_ns = 0
    hash_ = b""
    looked_at_ns = time.time_ns()
    content: Content
    try:
        status = (root / job.path).stat()
        size, mtime_ns = status.st_size, _telling(status.st_mtime_ns, looked_at_ns)
        data = read_file(root, job.path)
        hash_ = hashlib.sha256(data).digest()
        if hash_ == job.known_hash and not job.is_to_parse:
            content = SameBytes()
        else:
            with limited(_MAX_SECONDS_A_FILE):
                content = _read(job, data, origin, site)
    except UnreadablePost as error:
        content = _unread(job, root, error.reason)
    except OSError as error:
        content = _unread(job, root, (error.strerror or str(error)).lower())
    except TookTooLong:
        content = _unread(job, root, f"takes over {_MAX_SECONDS_A_FILE} s to read")
    return Parsed(
        job.path,
        job.kind,
        size,
        mtime_ns if hash_ else 0,
        hash_,
        content,
        is_same=bool(hash_) and hash_ == job.known_hash,
    )


def _read(job: Job, data: bytes, origin: str, site: Site) -> Content:
    if job.kind is FileKind.CATEGORY:
        return _category_name(job.path, data)
    if job.kind is FileKind.ASIDE:
        path = unhidden(job.path)
        known_as = read_post(path, data, site.defaults_of(path))
        return PutAside(submission_of(known_as, origin=origin, site=site).code)
    post = read_post(job.path, data, site.defaults_of(job.path))
    submission = submission_of(post, origin=origin, site=site)
    if submission.published_at is None and site.config.collection_of(job.path):
        return NoPost("a document of a collection, and not dated")
    files = Attachments(site, post, submission.permalink or "", unlimited)
    return draft(submission, files)


def _unread(job: Job, root: Path, reason: str) -> Rejected | PutAside | Gone:
    """Result for a file that cannot be read, with any request not to publish it."""
    if not os.path.lexists(root / job.path):
        return Gone()
    if job.kind is FileKind.ASIDE:
        return PutAside(None)
    if job.kind is FileKind.CATEGORY:
        return Rejected(reason)
    try:
        words = find_withholding(read_beginning(root, job.path, MAX_FRONT_MATTER))
    except UnreadablePost:
        words = None
    return Rejected(reason, words)


def _telling(mtime_ns: int, looked_at_ns: int) -> int:
    """The time by which the next change would show, or 0 if it might not show."""
    return mtime_ns if looked_at_ns - mtime_ns > _RACY_NS else 0


def _category_name(path: str, data: bytes) -> CategoryName:
    """The name as a post's would be read: legal, trimmed, and not too long to store."""
    raw = xml_legal(read_category(path, data) or "").strip()
    if len(raw) > MAX_CATEGORY:
        raise UnreadablePost(path, f"a category of more than {MAX_CATEGORY} characters")
    return CategoryName(raw or None)


def category_names(batch: Iterable[Parsed]) -> set[str]:
    """Raw names of the categories that category files of a batch are for."""
    contents = (parsed.content for parsed in batch)
    return {one.raw for one in contents if isinstance(one, CategoryName) and one.raw}


def render_all(kept: Sequence[Kept]) -> list[Rendered]:
    """Results of today's rules for some articles' kept bodies."""
    return [_rendered(article) for article in kept]


def _rendered(kept: Kept) -> Rendered:
    body = unpack(kept.raw)
    text = read_body(body.text).text if body.is_written else body.text
    return render(text, kind=body.kind, credits_=body.credits, given=body.given)
