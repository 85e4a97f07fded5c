"""Pending paths: changes that wait until nobody writes there any more."""

from collections.abc import Iterable
from dataclasses import dataclass, field

_LONGEST_S = 5.0  # a file that is written all the time is read after this


@dataclass(slots=True)
class Pending:
    """Paths that changed, with when they first and last did.

    Attributes:
        quiet_s: how long nothing may have happened at a path before it is given out.
    """

    quiet_s: float
    _seen: dict[str, tuple[float, float]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Number of paths that wait."""
        return len(self._seen)

    def add(self, paths: Iterable[str], now: float) -> None:
        """Note that something changed at these paths."""
        for path in paths:
            first, _ = self._seen.get(path, (now, now))
            self._seen[path] = first, now

    def take(self, now: float) -> set[str]:
        """Paths that are ready; they wait no more."""
        ready = {
            path
            for path, (first, last) in self._seen.items()
            if now - last >= self.quiet_s or now - first >= _LONGEST_S
        }
        for path in ready:
            del self._seen[path]
        return ready

    def clear(self) -> None:
        """Forget all of them."""
        self._seen.clear()
