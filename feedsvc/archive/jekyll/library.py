"""The library: other files of an archive that a post refers to, found by name.

An archive is not trusted: `walk` reads, and nothing outside the tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from feedsvc.archive.jekyll.addresses import paths_of
from feedsvc.archive.jekyll.dating import dated
from feedsvc.archive.jekyll.encoding import decode
from feedsvc.archive.jekyll.files import read_file
from feedsvc.archive.jekyll.front_matter import FrontMatterError, split
from feedsvc.archive.jekyll.grouping import grouping_of
from feedsvc.archive.jekyll.naming import POSTS, is_post
from feedsvc.archive.jekyll.post import read_post
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.values import text_of
from feedsvc.archive.jekyll.yaml_text import Value
from feedsvc.errors import UnreadablePost

_ENDINGS = (".md", ".markdown", ".html", ".mkd", ".mkdn", ".mkdown", ".htm")
_PAGES = frozenset({".md", ".markdown", ".html", ".htm"})
# Documents of collections need no date; few addresses of theirs have one in them.
_ANY_DAY = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_FOLDERS = 10_000
_MAX_INCLUDE = 64 * 1024  # characters


@dataclass(slots=True)
class Library:
    """Files of one archive; its folders of posts are listed once."""

    site: Site
    _folders: list[str] | None = field(default=None)

    def post_url(self, name: str) -> str | None:
        """Address of the post that `post_url` names, or None if there is none."""
        folder, _, stem = name.strip("/ ").rpartition("/")
        near = [f"{POSTS}/{folder}".rstrip("/"), f"{folder}/{POSTS}".lstrip("/")]
        for place in (*near, *self._all_folders()):
            for ending in _ENDINGS:
                path = f"{place}/{stem}{ending}"
                if self._is_file(path):
                    return self._address(path)
        return None

    def link(self, path: str) -> str | None:
        """Address of a file of the archive, or None if it is not there."""
        wanted = path.strip("/ ")
        if not self._is_file(wanted):
            return None
        if is_post(wanted) or self.site.config.collection_of(wanted):
            return self._address(wanted)
        base = self.site.config.baseurl
        file = PurePosixPath(wanted)
        if file.suffix not in _PAGES:
            return f"{base}/{wanted}"
        fields = self._fields(wanted)
        if fields is None:
            return f"{base}/{wanted}"
        own = text_of(fields.get("permalink"))
        folder = "" if str(file.parent) == "." else f"/{file.parent}"
        page = f"{folder}/" if file.stem == "index" else f"{folder}/{file.stem}.html"
        return base + (f"/{own.lstrip('/')}" if own else page)

    def include(self, name: str) -> str | None:
        """The text of a file to be included, or None if there is none."""
        return self.text(f"_includes/{name.strip()}")

    def text(self, path: str) -> str | None:
        """The text of a small file of the archive, or None if there is none."""
        if ".." in path or not self._is_file(path):
            return None
        try:
            text = decode(read_file(self.site.root, path)).text
        except (UnreadablePost, UnicodeDecodeError):
            return None
        return text if len(text) <= _MAX_INCLUDE else None

    def _address(self, path: str) -> str | None:
        try:
            data = read_file(self.site.root, path)
            post = read_post(path, data, self.site.defaults_of(path))
        except UnreadablePost:
            return None
        when = dated(post, self.site)
        words = grouping_of(post, self.site).words
        at = when.at or (_ANY_DAY if self.site.config.collection_of(path) else None)
        permalink = paths_of(post, self.site, words, at, when.written).permalink
        return f"{self.site.config.baseurl}{permalink}" if permalink else None

    def _fields(self, path: str) -> dict[str, Value] | None:
        try:
            return dict(
                split(decode(read_file(self.site.root, path)).text).fields or {}
            )
        except (UnreadablePost, UnicodeDecodeError, FrontMatterError):
            return None

    def _is_file(self, path: str) -> bool:
        return ".." not in path.split("/") and (self.site.root / path).is_file()

    def _all_folders(self) -> list[str]:
        if self._folders is None:
            self._folders = sorted(set(_post_folders(self.site.root)))
        return self._folders


def _post_folders(root: Path) -> Iterator[str]:
    """Every folder of posts, with those in it; no link is followed."""
    pending = [root]
    for _ in range(_MAX_FOLDERS):
        if not pending:
            return
        folder = pending.pop()
        inside = [
            one
            for one in folder.iterdir()
            if one.is_dir() and not one.is_symlink() and one.name != "node_modules"
        ]
        pending += [one for one in inside if not one.name.startswith((".", "_site"))]
        if POSTS in folder.relative_to(root).parts:
            yield folder.relative_to(root).as_posix()
