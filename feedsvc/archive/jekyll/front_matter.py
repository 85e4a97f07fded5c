"""Front matter: the YAML between two `---` lines, read as text and nothing else.

Knows nothing of which keys a post has.
"""

import re
from typing import NamedTuple

import yaml

from feedsvc.archive.jekyll.yaml_text import RefusedYaml, Value, read_mapping

MAX_BYTES = 64 * 1024

_OPENING = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z][\w-]*")
_NULLS = frozenset({"", "~", "null"})


class FrontMatterError(ValueError):
    """The text has front matter that cannot be read, or that must not be."""


class Split(NamedTuple):
    """A file taken apart.

    Attributes:
        fields: None where there is no front matter at all.
        first_line: number of the line in the file that the body begins with.
    """

    fields: dict[str, Value] | None
    body: str
    first_line: int


def split(text: str) -> Split:
    r"""The fields and the body of a file.

    A byte order mark and blank lines may stand before the first `---`; line ends come
    out as `\n`. The block ends with `---` or `...`. Where YAML fails (an ASCII quote
    inside a quoted title) the lines are read as `key: value`.

    Raises:
        FrontMatterError: not closed, over MAX_BYTES, no fields in it; or with tags,
            aliases or nesting beyond the caps.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = len(text) - len(text.lstrip("\ufeff \t\n"))
    opening = _OPENING.match(text, start)
    if opening is None:
        return Split(None, text.lstrip("\ufeff"), 1)
    closing = _CLOSING.search(text, opening.end(), opening.end() + MAX_BYTES)
    if closing is None:
        raise FrontMatterError(f"front matter not closed within {MAX_BYTES} bytes")
    block = text[opening.end() : closing.start()]
    if len(block.encode("utf-8", "replace")) > MAX_BYTES:
        raise FrontMatterError(f"front matter over {MAX_BYTES} bytes")
    body_at = min(closing.end() + 1, len(text))
    return Split(_fields(block), text[body_at:], 1 + text.count("\n", 0, body_at))


def _fields(block: str) -> dict[str, Value]:
    try:
        return read_mapping(block)
    except RefusedYaml as error:
        raise FrontMatterError(str(error)) from error
    except yaml.YAMLError:
        return _mended_fields(block)


def _mended_fields(block: str) -> dict[str, Value]:
    """The fields of broken YAML: its broken lines quoted, or else each line for itself."""
    try:
        return read_mapping("\n".join(map(_mended, block.split("\n"))))
    except RefusedYaml as error:
        raise FrontMatterError(str(error)) from error
    except yaml.YAMLError:
        pairs = filter(None, map(_pair, block.split("\n")))
        fields: dict[str, Value] = dict(pairs)
    if not fields:
        raise FrontMatterError("no readable front matter")
    return fields


def _mended(line: str) -> str:
    """A line `key: value` that is no YAML by itself, with its value quoted."""
    pair = _pair(line) if _KEY.match(line) else None
    if pair is None or pair[1] is None:
        return line
    try:
        read_mapping(line)
    except (RefusedYaml, yaml.YAMLError):
        escaped = pair[1].replace("'", "''")
        return f"{pair[0]}: '{escaped}'"
    return line


def _pair(line: str) -> tuple[str, str | None] | None:
    """The key and value of a line `key: value`, one pair of outer quotes dropped."""
    written, colon, value = line.expandtabs(1).partition(":")
    key, said = _unquoted(written.rstrip()), value.strip()
    if not colon or not _KEY.fullmatch(key):
        return None
    return key, None if said in _NULLS else _unquoted(said)


def _unquoted(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value
