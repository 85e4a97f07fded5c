"""Texts: which kind each text of a value is, and one pass that changes all of them.

A field says its kind by its type: `Words`, `Html` or `Name`. A bare `str` is an identity,
such as an id, an address or a raw name. Knows neither the values nor the changes.
"""

from collections.abc import Callable, Collection
from dataclasses import fields, is_dataclass, replace
from enum import Enum, auto
from functools import cache
from operator import attrgetter, is_
from typing import (
    Annotated,
    Any,
    NamedTuple,
    TypeAlias,
    TypeVar,
    get_args,
    get_type_hints,
)


class Kind(Enum):
    """Kind of a text, which decides how it may be changed."""

    IDENTITY = auto()  # for machines to compare
    WORDS = auto()  # for people to read, without markup
    HTML = auto()  # for people to read, with markup
    NAME = auto()  # names of credited parties


Words: TypeAlias = Annotated[str, Kind.WORDS]
Html: TypeAlias = Annotated[str, Kind.HTML]
Name: TypeAlias = Annotated[str, Kind.NAME]

# Given a text, its kind, and the role of the credit that it stands in, empty elsewhere.
Change: TypeAlias = Callable[[str, Kind, str], str]

_T = TypeVar("_T")


def map_text(
    value: _T, change: Change, *, keep: Callable[[object], bool] = lambda _: False
) -> _T:
    """The value with every text in it changed; the same object where none comes out new.

    Args:
        value: a frozen dataclass; tuples, dicts and dataclasses in it are gone through.
            Members of an enum are no texts.
        change: gives the new text.
        keep: true of a dataclass that is left as it is.
    """
    changed: _T = _mapped(value, Kind.IDENTITY, "", _Work(change, keep))
    return changed


def texts_of(value: object) -> list[str]:
    """Every text in a value, as `map_text` meets them, but for their order.

    Several times quicker: most values are looked at only to be left as they are.
    """
    found: list[str] = []
    _gather(value, found)
    return found


def _gather(value: Any, found: list[str]) -> None:
    for part in _parts(value):
        if part.__class__ is str:
            found.append(part)
        elif part:
            _gather(part, found)


def _parts(value: Any) -> Collection[Any]:
    """Parts that stand in a value directly; a text is its own part."""
    owner = value.__class__
    if owner is tuple:
        return value  # type: ignore[no-any-return]
    return _getter(owner)(value)


@cache
def _getter(owner: type) -> Callable[[Any], Collection[Any]]:
    """Function that gives what can hold text in a value of one type."""
    if issubclass(owner, Enum):
        return lambda _: ()
    if issubclass(owner, str):
        return lambda text: (str(text),)
    if issubclass(owner, tuple):
        return tuple
    if issubclass(owner, dict):
        return dict.values
    names = tuple(kinds(owner)) if is_dataclass(owner) else ()
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


class _Work(NamedTuple):
    """Change of texts, and what it leaves alone."""

    change: Change
    keep: Callable[[object], bool]


def _mapped(value: Any, kind: Kind, role: str, work: _Work) -> Any:
    if isinstance(value, str):
        return value if isinstance(value, Enum) else work.change(value, kind, role)
    if isinstance(value, tuple):
        items = [_mapped(item, kind, role, work) for item in value]
        is_same = all(map(is_, items, value))
        return value if is_same else tuple(items)
    if isinstance(value, dict):
        return {key: _mapped(item, kind, role, work) for key, item in value.items()}
    if is_dataclass(value):
        if work.keep(value):
            return value
        return _mapped_fields(value, getattr(value, "role", role), work)
    return value


def _mapped_fields(value: Any, role: str, work: _Work) -> Any:
    new = {}
    for name, kind in kinds(value.__class__).items():
        before = getattr(value, name)
        if before.__class__ is str:  # most are, and feeds have many
            after = work.change(before, kind, role)
        elif before:
            after = _mapped(before, kind, role, work)
        else:
            continue
        if after is not before:
            new[name] = after
    return replace(value, **new) if new else value


@cache
def kinds(owner: type) -> dict[str, Kind]:
    """The kind of each field of a dataclass that can hold text."""
    hints = get_type_hints(owner, include_extras=True)
    return {
        field.name: kind
        for field in fields(owner)
        if (kind := _kind(hints[field.name]))
    }


def _kind(hint: object) -> Kind | None:
    """The kind that a type names, at any depth: `tuple[Words, ...]`, `Words | None`.

    None of a type that has no text in it.
    """
    if isinstance(hint, Kind):
        return hint
    hint = getattr(hint, "__supertype__", hint)  # a NewType's
    if isinstance(hint, type) and not get_args(hint):
        is_text = issubclass(hint, str) and not issubclass(hint, Enum)
        return Kind.IDENTITY if is_text or is_dataclass(hint) else None
    named = {kind for part in get_args(hint) if (kind := _kind(part))}
    return max(named, key=lambda kind: kind.value, default=None)
