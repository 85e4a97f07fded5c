"""YAML read as text: mappings and lists whose scalars are the strings that were written.

Strings, because YAML reads `NO` as False and 012 as 10. Reads parse events and builds
no objects; aliases unfold and nesting recurses only as far as the caps let them. Knows
nothing of which keys there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

MAX_DEPTH = 12
MAX_VALUES = 10_000  # once aliases are unfolded

# None is YAML's null, written plainly: `~`, `null`, or nothing at all.
Value: TypeAlias = "str | tuple[Value, ...] | dict[str, Value] | None"

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAGS = frozenset({None, "!"}) | {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp")
}


class RefusedYaml(ValueError):
    """The YAML means more than text, or more than anybody writes."""


def read_mapping(text: str) -> dict[str, Value]:
    """The outermost mapping of a YAML text; empty if the text holds nothing.

    Of a key given twice the last counts. Only the first document is read.

    Raises:
        yaml.YAMLError: no YAML, or no mapping.
        RefusedYaml: tags, or nesting or aliases beyond the caps.
    """
    encoded = text.encode("utf-8", "surrogatepass")  # refused by YAML, not by Python
    return _Reader(yaml.parse(encoded, Loader=yaml.CSafeLoader)).read()


@dataclass(slots=True)
class _Reader:
    """One text on its way; each value is known with the number of values in it."""

    events: Iterator[yaml.Event]
    anchors: dict[str, tuple[Value, int]] = field(default_factory=dict)
    values: int = 0

    def read(self) -> dict[str, Value]:
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return {}
        value = self._value(next(self.events), depth=0)
        if value is not None and not isinstance(value, dict):
            raise yaml.YAMLError("no mapping")
        for event in self.events:  # the text after the mapping may still be broken
            if isinstance(event, yaml.DocumentStartEvent):
                break
        return value or {}

    def _value(self, event: yaml.Event, *, depth: int) -> Value:
        if isinstance(event, yaml.AliasEvent):
            return self._unfolded(event.anchor or "")
        if getattr(event, "tag", None) not in _PLAIN_TAGS:
            raise RefusedYaml("tags are refused")
        if depth > MAX_DEPTH:
            raise RefusedYaml(f"nested deeper than {MAX_DEPTH}")
        before = self.values
        self._count(1)
        value = self._of(event, depth)
        if anchor := getattr(event, "anchor", None):
            self.anchors[anchor] = value, self.values - before
        return value

    def _of(self, event: yaml.Event, depth: int) -> Value:
        if isinstance(event, yaml.SequenceStartEvent):
            return tuple(
                self._value(item, depth=depth + 1)
                for item in self._until(yaml.SequenceEndEvent)
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth)
        if not isinstance(event, yaml.ScalarEvent):
            raise yaml.YAMLError("no value")
        written = str(event.value)
        is_plain = not event.style and event.tag is None
        return None if is_plain and written in _NULLS else written

    def _mapping(self, depth: int) -> dict[str, Value]:
        pairs: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        for event in self._until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise yaml.YAMLError("a key that is no string")
            value = self._value(next(self.events), depth=depth + 1)
            if event.value == "<<" and isinstance(value, dict):
                merged |= value
            else:
                pairs[str(event.value)] = value
        return merged | pairs

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self.events), end):
            yield event

    def _unfolded(self, anchor: str) -> Value:
        """The value of an alias.

        One without an anchor before it (`title: *ST`) is a mere mistake in YAML.
        """
        if anchor not in self.anchors:
            raise yaml.YAMLError("an alias to nothing")
        value, size = self.anchors[anchor]
        self._count(size)
        return value

    def _count(self, more: int) -> None:
        self.values += more
        if self.values > MAX_VALUES:
            raise RefusedYaml(f"more than {MAX_VALUES} values")
