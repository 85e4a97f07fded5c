"""`_config.yml`: what a Jekyll site says of itself; knows no posts and reads no files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feedsvc.archive.jekyll.values import (
    first_text,
    is_true,
    mapping_of,
    text_of,
    texts_of,
)
from feedsvc.archive.jekyll.yaml_text import Value

POSTS = "posts"  # Jekyll's type of what lies in `_posts`
_EXCLUDED = (
    "Gemfile", "Gemfile.lock", "node_modules", "vendor/bundle/", "vendor/cache/",
    "vendor/gems/", "vendor/ruby/",
)  # fmt: skip
_PARAGRAPH = "\n\n"  # Jekyll's own separator: the first paragraph is the excerpt


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of documents beside the posts.

    Attributes:
        folder: relative to the archive's root.
        permalink: its template, or empty for Jekyll's own.
    """

    label: str
    folder: str
    permalink: str


@dataclass(frozen=True, slots=True)
class _Default:
    """Front matter for the files of one scope; empty parts of a scope mean any."""

    path: str
    type: str
    values: Mapping[str, Value]

    def applies(self, path: str, type_: str) -> bool:
        if self.type and self.type != type_:
            return False
        if "*" not in self.path:
            return path.startswith(self.path)
        return fnmatchcase(path, f"{self.path}*")

    @property
    def precedence(self) -> tuple[int, bool]:
        return len(self.path), bool(self.type)


@dataclass(frozen=True, slots=True)
class Config:
    """A site's configuration; all defaults are Jekyll's.

    Attributes:
        values: everything, for templates that ask for it.
        url: its origin, such as `https://example.org`, or empty.
        baseurl: the path that the site lies under, without a slash at its end.
        zone: None where none is given, or none that is known.
        permalink: the template or style of posts, or empty for Jekyll's own.
        excerpt_separator: empty where the first paragraph is the excerpt.
        exclude: paths and patterns that Jekyll passes over.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    title: str = ""
    description: str = ""
    url: str = ""
    baseurl: str = ""
    zone: ZoneInfo | None = None
    language: str = ""
    permalink: str = ""
    excerpt_separator: str = ""
    is_future_shown: bool = False
    are_drafts_shown: bool = False
    collections: tuple[Collection, ...] = ()
    exclude: tuple[str, ...] = _EXCLUDED
    defaults: tuple[_Default, ...] = ()

    def defaults_of(self, path: str, type_: str) -> dict[str, Value]:
        """The front matter that a file has unless it says otherwise."""
        merged: dict[str, Value] = {}
        for default in self.defaults:
            if default.applies(path, type_):
                merged |= default.values
        return merged

    def collection_of(self, path: str) -> Collection | None:
        """The collection that a path lies in, if it is one with pages."""
        return next(
            (one for one in self.collections if path.startswith(f"{one.folder}/")), None
        )

    def is_excluded(self, path: str) -> bool:
        """True if Jekyll passes over a file or folder because the site says so."""
        return any(
            f"{path}/".startswith(f"{pattern.rstrip('/')}/")
            or fnmatchcase(path, pattern)
            for pattern in self.exclude
        )


def read_config(values: Mapping[str, Value]) -> Config:
    """The configuration that the values of `_config.yml` make."""
    separator = text_of(values.get("excerpt_separator"))
    include = texts_of(values.get("include"))
    exclude = (*_EXCLUDED, *texts_of(values.get("exclude")))
    return Config(
        values=values,
        title=first_text(values, "title", "name"),
        description=text_of(values.get("description")),
        url=text_of(values.get("url")).rstrip("/"),
        baseurl=_baseurl(text_of(values.get("baseurl"))),
        zone=_zone(text_of(values.get("timezone"))),
        language=first_text(values, "lang", "locale", "language"),
        permalink=_permalink(values),
        excerpt_separator="" if separator == _PARAGRAPH else separator,
        is_future_shown=is_true(values.get("future")),
        are_drafts_shown=is_true(values.get("show_drafts")),
        collections=_collections(values),
        exclude=tuple(one.strip("/") for one in exclude if one not in include),
        defaults=_defaults(values.get("defaults")),
    )


def _baseurl(given: str) -> str:
    path = given.strip().strip("/")
    return f"/{path}" if path and path != "." else ""


def _permalink(values: Mapping[str, Value]) -> str:
    posts = mapping_of(mapping_of(values.get("collections")).get(POSTS))
    return first_text(posts, "permalink") or text_of(values.get("permalink"))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _collections(values: Mapping[str, Value]) -> tuple[Collection, ...]:
    """The collections whose documents have pages; posts are no such collection."""
    folder = text_of(values.get("collections_dir")).strip("/")
    return tuple(
        Collection(
            label,
            f"{folder}/_{label}" if folder else f"_{label}",
            text_of(mapping_of(said).get("permalink")),
        )
        for label, said in mapping_of(values.get("collections")).items()
        if label != POSTS and is_true(mapping_of(said).get("output"))
    )


def _defaults(given: Value) -> tuple[_Default, ...]:
    """Defaults, those that outrank others last; the later one of equals does."""
    sets = [mapping_of(one) for one in given] if isinstance(given, tuple) else []
    defaults = [
        _Default(
            path=text_of(mapping_of(one.get("scope")).get("path")).strip("/"),
            type=_type(text_of(mapping_of(one.get("scope")).get("type"))),
            values=mapping_of(one.get("values")),
        )
        for one in sets
    ]
    return tuple(sorted(defaults, key=lambda default: default.precedence))


def _type(name: str) -> str:
    return {"post": POSTS, "page": "pages", "draft": "drafts"}.get(name, name)
