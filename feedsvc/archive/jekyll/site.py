"""A Jekyll site: what its files beside the posts say that every post depends on."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from feedsvc.archive.jekyll.config import POSTS, Config, read_config
from feedsvc.archive.jekyll.encoding import decode
from feedsvc.archive.jekyll.files import read_file
from feedsvc.archive.jekyll.front_matter import FrontMatterError, split
from feedsvc.archive.jekyll.values import text_of
from feedsvc.archive.jekyll.walk import CATEGORY_FOLDER
from feedsvc.archive.jekyll.yaml_text import RefusedYaml, Value, read_mapping
from feedsvc.errors import UnreadablePost

CONFIG_FILES = ("_config.yml", "_config.yaml")
_AUTHOR_FILES = ("_data/authors.yml", "_data/authors.yaml")
# Another edition of how posts are read makes every import read all of them once more.
_READER = b"6"
NEWS_SUFFIX = "新闻"
_LOOKED_AT = 50  # category files
_MAX_INCLUDES = 1_000


@dataclass(frozen=True, slots=True)
class Zones:
    """Zones that dates without one may be in.

    Attributes:
        set: the one that the settings say; None if they say none.
        fallback: the one if neither they nor the archive say any.
    """

    set: ZoneInfo | None
    fallback: ZoneInfo


@dataclass(frozen=True, slots=True)
class Site:
    """A site as its posts see it.

    Attributes:
        zone: the one that Jekyll would build it in, or that the settings say.
        authors: of `_data/authors.yml`, by key.
        has_titled_tags: it is an archive of the first kind: posts have one category,
            which may hold spaces, and `tags` with its display title.
        fingerprint: of everything here; posts are read again when it changes.
        max_media_bytes: of a file that posts show or link to; 0 lets none in.
    """

    root: Path
    zone: ZoneInfo
    config: Config = field(default_factory=Config)
    authors: Mapping[str, Value] = field(default_factory=dict)
    has_titled_tags: bool = False
    fingerprint: bytes = b""
    problems: tuple[tuple[str, str], ...] = ()
    max_media_bytes: int = 0

    def defaults_of(self, path: str) -> dict[str, Value]:
        """The front matter that a post has unless it says otherwise."""
        return self.config.defaults_of(path, self.type_of(path))

    def type_of(self, path: str) -> str:
        """Jekyll's type of a post: `posts`, or the label of its collection."""
        collection = self.config.collection_of(path)
        return collection.label if collection else POSTS


def read_site(root: Path, zones: Zones, max_media_bytes: int = 0) -> Site:
    """The site of an archive; what of it cannot be read counts as not there."""
    problems: list[tuple[str, str]] = []
    config_bytes, values = _first(root, CONFIG_FILES, problems)
    author_bytes, authors = _first(root, _AUTHOR_FILES, problems)
    config = read_config(values)
    used = zones.set or config.zone or zones.fallback
    has_titled_tags = any(_is_of_first_kind(root, path) for path in _categories(root))
    parts = (
        _READER,
        config_bytes,
        author_bytes,
        used.key.encode(),
        str(max_media_bytes).encode(),
        *_includes(root),
    )
    hash_ = hashlib.sha256(b"\0".join((*parts, bytes([has_titled_tags]))))
    return Site(
        root,
        used,
        config,
        authors,
        has_titled_tags,
        hash_.digest(),
        tuple(problems),
        max_media_bytes,
    )


def config_at(root: Path) -> Config:
    """The configuration of an archive alone; empty where it cannot be read."""
    return read_config(_first(root, CONFIG_FILES, [])[1])


def _first(
    root: Path, paths: tuple[str, ...], problems: list[tuple[str, str]]
) -> tuple[bytes, Mapping[str, Value]]:
    """The first of these files that is there: its bytes, and its mapping."""
    path = next((path for path in paths if (root / path).is_file()), None)
    if path is None:
        return b"", {}
    try:
        data = read_file(root, path)
        return data, read_mapping(decode(data).text)
    except UnreadablePost as error:
        reason = error.reason
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {error.start}; save it as UTF-8"
    except RefusedYaml as error:
        reason = str(error)
    except yaml.YAMLError as error:
        reason = f"no YAML: {' '.join(str(error).split())}"
    problems.append((path, f"{reason}; the import goes on as if it were not there"))
    return b"", {}


def _categories(root: Path) -> Iterator[str]:
    """Paths of a few category files."""
    found = sorted(root.glob(f"{CATEGORY_FOLDER}/*.html"))
    return (f"{CATEGORY_FOLDER}/{file.name}" for file in islice(found, _LOOKED_AT))


def _includes(root: Path) -> Iterator[bytes]:
    """Names and bytes of the files that posts may include."""
    folder = root / "_includes"
    for file in islice(sorted(folder.rglob("*")), _MAX_INCLUDES):
        path = file.relative_to(root).as_posix()
        try:
            yield os.fsencode(path)
            yield read_file(root, path)
        except UnreadablePost:
            continue


def _is_of_first_kind(root: Path, path: str) -> bool:
    """True if a category file has the ending that the first archive gives its titles."""
    try:
        fields = split(decode(read_file(root, path)).text).fields or {}
    except (UnreadablePost, UnicodeDecodeError, FrontMatterError):
        return False
    is_titled = text_of(fields.get("title")).endswith(NEWS_SUFFIX)
    return is_titled and bool(text_of(fields.get("category")))
