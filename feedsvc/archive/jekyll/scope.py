"""Scopes: what the Liquid of one post can say, from its site, its fields and its files."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from feedsvc.archive.jekyll import filters
from feedsvc.archive.jekyll.library import Library
from feedsvc.archive.jekyll.liquid import without_liquid
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.values import texts_of
from feedsvc.archive.jekyll.yaml_text import Value

_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_NAME = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d{1,4}\])*")
_PART = re.compile(r"[\w-]+")
_OUTPUT = re.compile(r"\{\{(.*?)\}\}")
_ARGUMENT = re.compile(r"""(?:[^,"']|"[^"]*"|'[^']*')+""")
_LOOP = re.compile(
    r"(?P<name>[\w-]+)\s+in\s+(?P<list>[\w.-]+)(?:\s+(?P<reversed>reversed))?"
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)")
_COMPARISON = re.compile(r"(.+?)\s*(==|!=|\bcontains\b)\s*(.+)")
_SPLIT_FILTERS = re.compile(r"""\|(?=(?:[^"']|"[^"]*"|'[^']*')*\Z)""")
_MAX_DEPTH = 4  # of includes in includes
_MAX_TURNS = 200  # of all loops of a post
_MAX_EXPRESSION = 500  # characters
# Of these only Jekyll knows the values, though they look like configuration.
_JEKYLLS = frozenset({
    "posts", "pages", "categories", "tags", "data", "time", "documents", "collections",
    "static_files", "html_pages", "related_posts",
})  # fmt: skip

# Likewise of a page, unless its front matter has them.
_OF_PAGE = frozenset({"excerpt", "content", "output", "next", "previous"})


class _Unknown(Exception):
    """Raised for what only Jekyll could work out."""


@dataclass(frozen=True, slots=True)
class PostScope:
    """All that is known to a post.

    Attributes:
        own: its values that front matter does not give, such as its `url`.
        parameters: of the file that is being included.
        depth: number of includes that this one is in.
        turns: how many more its loops may take, in one number for all scopes.
    """

    site: Site
    library: Library
    post: RawPost
    own: Mapping[str, Value] = field(default_factory=dict)
    parameters: dict[str, Value] = field(default_factory=dict)
    assigned: dict[str, Value] = field(default_factory=dict)
    depth: int = 0
    turns: list[int] = field(default_factory=lambda: [_MAX_TURNS])

    def output(self, expression: str) -> str | None:
        """Text of an output, or None if that is not known."""
        try:
            return "".join(texts_of(self._filtered(expression)))
        except _Unknown:
            return None

    def tag(self, name: str, rest: str) -> str | None:
        """Text of a tag that stands alone, or None if that is not known."""
        try:
            if name == "assign":
                return self._assign(rest)
            said = _OUTPUT.sub(self._said, rest)
            if name in {"include", "include_cached"}:
                return self._include(said, self.library.include)
            if name == "include_relative":
                return self._include(said, self._beside)
            find = {"post_url": self.library.post_url, "link": self.library.link}.get(
                name
            )
            return find(said) if find else None
        except _Unknown:
            return None

    def is_true(self, condition: str) -> bool | None:
        """Truth of a condition, or None if that is not known."""
        try:
            return any(
                all(self._holds(part) for part in re.split(r"\s+and\s+", alternative))
                for alternative in re.split(r"\s+or\s+", condition)
            )
        except _Unknown:
            return None

    def _holds(self, condition: str) -> bool:
        match = _COMPARISON.fullmatch(condition.strip())
        if match is None:
            value = self._value(condition.strip())
            return value is not None and value != "false"
        left, right = self._value(match[1].strip()), self._value(match[3].strip())
        if match[2] == "contains":
            items = left if isinstance(left, str) else texts_of(left)
            return isinstance(right, str) and right in items
        return (left == right) is (match[2] == "==")

    def items(self, loop: str) -> tuple[str, tuple[Value, ...]] | None:
        """Name and values of what a loop goes through, or None if that is not known."""
        match = _LOOP.fullmatch(loop)
        try:
            values = self._value(match["list"]) if match else None
        except _Unknown:
            return None
        if match is None or len(values or "") > self.turns[0]:
            return None
        found = tuple(values.items()) if isinstance(values, dict) else values
        found = found if isinstance(found, tuple) else ()
        self.turns[0] -= len(found)
        return match["name"], found[::-1] if match["reversed"] else found

    def assign(self, name: str, value: Value) -> None:
        """Give a name a value."""
        self.assigned[name] = value

    def _said(self, output: re.Match[str]) -> str:
        return "".join(texts_of(self._filtered(output[1])))

    def _beside(self, name: str) -> str | None:
        folder = PurePosixPath(self.post.path).parent
        return self.library.text(f"{folder}/{name.strip()}")

    def _assign(self, rest: str) -> str:
        name, _, expression = rest.partition("=")
        self.assigned[name.strip()] = self._filtered(expression)
        return ""

    def _include(self, rest: str, read: Callable[[str], str | None]) -> str | None:
        name, _, given = rest.partition(" ")
        text = None if self.depth >= _MAX_DEPTH else read(name)
        if text is None:
            return None
        parameters = {key: self._value(said) for key, said in _PARAMETER.findall(given)}
        inner = replace(self, parameters=parameters, depth=self.depth + 1)
        plain = without_liquid(text, inner)
        return None if plain.left_out else plain.text

    def _filtered(self, expression: str) -> Value:
        if len(expression) > _MAX_EXPRESSION:
            raise _Unknown
        first, *filters = _SPLIT_FILTERS.split(expression.strip("{} "))
        value = self._value(first.strip())
        for one in filters:
            name, _, argument = one.partition(":")
            value = self._filter(name.strip(), value, argument.strip())
        return value

    def _filter(self, name: str, value: Value, argument: str) -> Value:
        text, config = "".join(texts_of(value)), self.site.config
        if name == "relative_url":
            return _under(config.baseurl, text)
        if name == "absolute_url":
            return f"{config.url}{_under(config.baseurl, text)}"
        said = [one[0].strip() for one in _ARGUMENT.finditer(argument)]
        given = ["".join(texts_of(self._value(one))) for one in said]
        try:
            return filters.apply(name, value, given, self.site.zone)
        except filters.UnknownFilter as error:
            raise _Unknown from error

    def _value(self, written: str) -> Value:
        """A literal, or what a name stands for; null where it has no value."""
        if match := _STRING.fullmatch(written):
            return match[1] if match[1] is not None else match[2]
        if written in {"nil", "null", "blank", "empty"}:
            return None
        if written in {"true", "false"} or _NUMBER.fullmatch(written):
            return written
        if not _NAME.fullmatch(written):
            raise _Unknown
        return self._named(_PART.findall(written))

    def _named(self, parts: list[str]) -> Value:
        root, *names = parts
        known: dict[str, Value] = {
            "page": {**self.post.fields, **self.own, "path": self.post.path},
            "site": dict(self.site.config.values),
            "include": self.parameters,
            **self.assigned,
        }
        if root not in known or self._is_jekyll_s(root, *names[:1]):
            raise _Unknown
        value = known[root]
        for name in names:
            value = _part(value, name)
        return value

    def _is_jekyll_s(self, root: str, name: str = "") -> bool:
        """True for values that only Jekyll has."""
        if root == "site":
            return name in _JEKYLLS
        return root == "page" and name in _OF_PAGE and name not in self.post.fields


def _part(value: Value, name: str) -> Value:
    """A part of a value: by its key, its number, or as Liquid calls it."""
    if isinstance(value, dict):
        return value.get(name)
    items = value if isinstance(value, tuple) else ()
    if name == "size" and value is not None:
        return str(len(items) if isinstance(value, tuple) else len(value))
    at = {"first": 0, "last": -1}.get(name, int(name) if name.isdecimal() else None)
    return items[at] if at is not None and -1 <= at < len(items) and items else None


def _under(base: str, path: str) -> str:
    """A path under the one that the site lies under; a whole URL as it is."""
    if "://" in path or path.startswith("//"):
        return path
    return f"{base}/{path.lstrip('/')}" if path else f"{base}/"
