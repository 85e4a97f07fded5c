"""Values of YAML as the texts, lists and flags that Jekyll takes them for."""

from collections.abc import Mapping

from feedsvc.archive.jekyll.yaml_text import Value

_TRUE = frozenset({"true", "yes", "on"})


def text_of(value: Value) -> str:
    """A scalar's text; empty for null, a list or a mapping."""
    return value if isinstance(value, str) else ""


def texts_of(value: Value) -> tuple[str, ...]:
    """Every scalar of a value, lists in lists included; a scalar is a list of one."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple):
        return tuple(text for item in value for text in texts_of(item))
    return ()


def is_true(value: Value) -> bool:
    """True if a value is YAML's true."""
    return text_of(value).lower() in _TRUE


def mapping_of(value: Value) -> Mapping[str, Value]:
    """A mapping; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def first_text(fields: Mapping[str, Value], *keys: str) -> str:
    """The first of these fields that has a text; empty if none does."""
    return next((text for key in keys if (text := text_of(fields.get(key)))), "")
