"""A cache of editions, bounded by bytes; one request renders while the others wait."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Weighed(Protocol):
    """Any value that knows its edition and the memory it takes."""

    @property
    def tag(self) -> str:
        """Tag of this edition of the document."""

    @property
    def weight(self) -> int:
        """Bytes of memory."""


_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value", bound=Weighed)


class EditionCache(Generic[_Key, _Value]):
    """Cache of editions; the least recently used goes first. Tags tell editions apart.

    An edition is dropped as soon as another tag is asked for.
    """

    def __init__(self, max_bytes: int) -> None:
        """Keep at most `max_bytes`; an edition larger than that is never kept."""
        self._max_bytes = max_bytes
        self._bytes = 0
        self._kept: OrderedDict[_Key, _Value] = OrderedDict()
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
                self._keep(key, found)
        return found

    def holds(self, key: _Key, tag: str) -> bool:
        """True if the edition of `key` that has `tag` is kept."""
        return self._find(key, tag) is not None

    def _find(self, key: _Key, tag: str) -> _Value | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.tag != tag:
                return None
            self._kept.move_to_end(key)
            return kept

    def _keep(self, key: _Key, value: _Value) -> None:
        with self._lock:
            old = self._kept.pop(key, None)
            if old is not None:
                self._bytes -= old.weight
            if value.weight > self._max_bytes:
                return  # larger than the whole cache: never kept
            self._kept[key] = value
            self._bytes += value.weight
            while self._bytes > self._max_bytes:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= dropped.weight

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
