"""Caches bounded by bytes: of editions, where one request renders while others wait."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Weighed(Protocol):
    """Any value that knows the memory it takes."""

    @property
    def weight(self) -> int:
        """Bytes of memory."""


class Tagged(Weighed, Protocol):
    """Any value that knows its edition too."""

    @property
    def tag(self) -> str:
        """Tag of this edition of the document."""


_Key = TypeVar("_Key", bound=Hashable)
_Weighed = TypeVar("_Weighed", bound=Weighed)
_Value = TypeVar("_Value", bound=Tagged)


class Kept(Generic[_Key, _Weighed]):
    """Values kept within a number of bytes; the least recently used goes first."""

    def __init__(self, max_bytes: int) -> None:
        """Keep at most `max_bytes`; a value larger than that is never kept."""
        self._max_bytes = max_bytes
        self._bytes = 0
        self._values: OrderedDict[_Key, _Weighed] = OrderedDict()
        self._lock = Lock()

    def find(self, key: _Key) -> _Weighed | None:
        """The value of a key, if it is kept."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def keep(self, key: _Key, value: _Weighed) -> None:
        """Keep a value instead of the key's last, and drop others to make room."""
        with self._lock:
            old = self._values.pop(key, None)
            if old is not None:
                self._bytes -= old.weight
            if value.weight > self._max_bytes:
                return  # larger than all there is room for
            self._values[key] = value
            self._bytes += value.weight
            while self._bytes > self._max_bytes:
                _, dropped = self._values.popitem(last=False)
                self._bytes -= dropped.weight


class EditionCache(Generic[_Key, _Value]):
    """Cache of editions. Tags tell editions apart.

    An edition is dropped as soon as one with another tag is rendered.
    """

    def __init__(self, max_bytes: int) -> None:
        """Keep at most `max_bytes`; an edition larger than that is never kept."""
        self._kept: Kept[_Key, _Value] = Kept(max_bytes)
        self._lock = Lock()
        self._rendering: dict[_Key, tuple[Lock, int]] = {}

    def get(self, key: _Key, tag: str, render: Callable[[], _Value]) -> _Value:
        """The edition of `key` that has `tag`, rendered now if it must be."""
        found = self._find(key, tag)
        if found is not None:
            return found
        with self._turn(key):
            found = self._find(key, tag)
            if found is None:
                found = render()
                self._kept.keep(key, found)
        return found

    def holds(self, key: _Key, tag: str) -> bool:
        """True if the edition of `key` that has `tag` is kept."""
        return self._find(key, tag) is not None

    def _find(self, key: _Key, tag: str) -> _Value | None:
        kept = self._kept.find(key)
        return kept if kept is not None and kept.tag == tag else None

    @contextmanager
    def _turn(self, key: _Key) -> Iterator[None]:
        """Wait for the key's lock; the last who waits for it discards it."""
        with self._lock:
            lock, users = self._rendering.get(key, (Lock(), 0))
            self._rendering[key] = (lock, users + 1)
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, users = self._rendering.pop(key)
                if users > 1:
                    self._rendering[key] = (lock, users - 1)
