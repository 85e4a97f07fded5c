"""Front matter: the YAML between two `---` lines, read as strings and nothing else.

Strings, because YAML reads `NO` as False and 012 as 10. Reads parse events and builds
no objects, so an alias cannot expand and nesting cannot recurse. Knows nothing of which
keys a post has.
"""

import re
from collections.abc import Iterator

import yaml

MAX_BYTES = 64 * 1024
MAX_DEPTH = 4

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z][\w-]*")
_PLAIN_TAGS = {None, "!", "tag:yaml.org,2002:str"}


class FrontMatterError(ValueError):
    """The text has no front matter that can be read, or one that must not be."""


def split(text: str) -> tuple[dict[str, str], str]:
    r"""The fields and the body of a post.

    A byte order mark and blank lines may stand before the first `---`; line ends come
    out as `\n`. A list is its items joined by one space, as Jekyll joins categories. Of
    a key given twice the last counts; a mapping as a value counts as empty. Where YAML
    fails (an ASCII quote inside a quoted title) the lines are read as `key: value`.

    Raises:
        FrontMatterError: none there, not closed, over MAX_BYTES, no fields; or
            with anchors, tags or nesting beyond MAX_DEPTH.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff \t\n")
    opening = _FENCE.match(text)
    if opening is None:
        raise FrontMatterError("no front matter")
    closing = _FENCE.search(text, opening.end(), opening.end() + MAX_BYTES)
    if closing is None:
        raise FrontMatterError(f"front matter not closed within {MAX_BYTES} bytes")
    block = text[opening.end() + 1 : closing.start()]
    if len(block.encode("utf-8", "replace")) > MAX_BYTES:
        raise FrontMatterError(f"front matter over {MAX_BYTES} bytes")
    try:
        fields = dict(_yaml_fields(block))
    except yaml.YAMLError:
        fields = dict(_line_fields(block))
    if not fields:
        raise FrontMatterError("no readable front matter")
    return fields, text[closing.end() + 1 :]


def _yaml_fields(block: str) -> Iterator[tuple[str, str]]:
    """The pairs of the outermost mapping."""
    encoded = block.encode("utf-8", "surrogatepass")  # refused by YAML, not by Python
    events = map(_harmless, yaml.parse(encoded, Loader=yaml.CSafeLoader))
    next(events), next(events, None)  # the stream and the document begin
    if not isinstance(next(events, None), yaml.MappingStartEvent):
        raise yaml.YAMLError("no mapping")
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        if not isinstance(key, yaml.ScalarEvent):
            raise yaml.YAMLError("a key that is no string")
        yield key.value, _value(events)
    for _ in events:
        pass  # the text after the mapping may still be broken


def _value(events: Iterator[yaml.Event]) -> str:
    event = next(events)
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    is_list = isinstance(event, yaml.SequenceStartEvent)
    items: list[str] = []
    depth = 1
    while depth:
        event = next(events)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise FrontMatterError(f"nested deeper than {MAX_DEPTH}")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif is_list and depth == 1 and isinstance(event, yaml.ScalarEvent):
            items.append(event.value)
    return " ".join(items)


def _harmless(event: yaml.Event) -> yaml.Event:
    """The event, unless it means more than text.

    An alias without an anchor before it (`title: *ST`) is a mere mistake in YAML.
    """
    if isinstance(event, yaml.AliasEvent):
        raise yaml.YAMLError("an alias to nothing")
    if getattr(event, "anchor", None) is not None:
        raise FrontMatterError("anchors are refused")
    if getattr(event, "tag", None) not in _PLAIN_TAGS:
        raise FrontMatterError("tags are refused")
    return event


def _line_fields(block: str) -> Iterator[tuple[str, str]]:
    """The pairs of the lines that read `key: value`, one pair of outer quotes dropped."""
    for line in block.split("\n"):
        written, colon, value = line.partition(":")
        key = _unquoted(written.rstrip())
        if colon and _KEY.fullmatch(key):
            yield key, _unquoted(value.strip())


def _unquoted(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value
