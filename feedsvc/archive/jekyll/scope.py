"""Scopes: what the Liquid of one post can say, from its site, its fields and its files."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from feedsvc.archive.jekyll.library import Library
from feedsvc.archive.jekyll.liquid import without_liquid
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.values import texts_of
from feedsvc.archive.jekyll.yaml_text import Value

_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_NAME = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+)*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)")
_COMPARISON = re.compile(r"(.+?)\s*(==|!=|\bcontains\b)\s*(.+)")
_SPLIT_FILTERS = re.compile(r"""\|(?=(?:[^"']|"[^"]*"|'[^']*')*\Z)""")
_MAX_DEPTH = 4  # of includes in includes
_MAX_EXPRESSION = 500  # characters
# Of these only Jekyll knows the values, though they look like configuration.
_JEKYLLS = frozenset({
    "posts", "pages", "categories", "tags", "data", "time", "documents", "collections",
    "static_files", "html_pages", "related_posts",
})  # fmt: skip


class _Unknown(Exception):
    """Raised for what only Jekyll could work out."""


@dataclass(frozen=True, slots=True)
class PostScope:
    """All that is known to a post.

    Attributes:
        url: the post's own address.
        parameters: of the file that is being included.
        depth: number of includes that this one is in.
    """

    site: Site
    library: Library
    post: RawPost
    url: str = ""
    parameters: dict[str, Value] = field(default_factory=dict)
    assigned: dict[str, Value] = field(default_factory=dict)
    depth: int = 0

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
            if name in {"include", "include_cached"}:
                return self._include(rest)
            find = {"post_url": self.library.post_url, "link": self.library.link}.get(
                name
            )
            said = "".join(texts_of(self._filtered(rest))) if "{{" in rest else rest
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

    def _assign(self, rest: str) -> str:
        name, _, expression = rest.partition("=")
        self.assigned[name.strip()] = self._filtered(expression)
        return ""

    def _include(self, rest: str) -> str | None:
        name, _, given = rest.partition(" ")
        text = None if self.depth >= _MAX_DEPTH else self.library.include(name)
        if text is None:
            return None
        parameters = {key: self._value(said) for key, said in _PARAMETER.findall(given)}
        inner = PostScope(
            self.site,
            self.library,
            self.post,
            self.url,
            parameters,
            depth=self.depth + 1,
        )
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
        text = "".join(texts_of(value))
        base = self.site.config.baseurl
        given = texts_of(self._value(argument)) if argument else ()
        rules: dict[str, Callable[[], Value]] = {
            "relative_url": lambda: _under(base, text),
            "absolute_url": lambda: f"{self.site.config.url}{_under(base, text)}",
            "prepend": lambda: "".join(given) + text,
            "append": lambda: text + "".join(given),
            "default": lambda: value if text and text != "false" else "".join(given),
            "remove": lambda: text.replace("".join(given), "") if given else text,
            "strip": text.strip,
            "downcase": text.lower,
            "upcase": text.upper,
            "capitalize": lambda: text[:1].upper() + text[1:],
            "join": lambda: ("".join(given) or " ").join(texts_of(value)),
            "markdownify": lambda: text,
        }
        if name not in rules:
            raise _Unknown
        return rules[name]()

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
        return self._named(written.split("."))

    def _named(self, parts: list[str]) -> Value:
        root, *names = parts
        known: dict[str, Value] = {
            "page": {**self.post.fields, **self._own()},
            "site": dict(self.site.config.values),
            "include": self.parameters,
            **self.assigned,
        }
        if root not in known or (root == "site" and names[:1] and names[0] in _JEKYLLS):
            raise _Unknown
        value = known[root]
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def _own(self) -> dict[str, Value]:
        """Values of a post that its front matter does not give."""
        path = self.post.path
        return {"url": self.url, "path": path, "name": PurePosixPath(path).name}


def _under(base: str, path: str) -> str:
    """A path under the one that the site lies under; a whole URL as it is."""
    if "://" in path or path.startswith("//"):
        return path
    return f"{base}/{path.lstrip('/')}" if path else f"{base}/"
