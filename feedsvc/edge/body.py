"""Bodies of answers that are validated by their bytes: pages and frames."""

import gzip
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

_GZIP_LEVEL = 6
_OVERHEAD_BYTES = 1_000  # of a kept body beside its bytes


class Body:
    """Bytes of an answer, with their gzip form and tag, each made when first needed."""

    def __init__(self, plain: bytes) -> None:
        """Hold the bytes as they are without an encoding."""
        self.plain = plain

    @cached_property
    def gzip(self) -> bytes:
        """Bytes of the gzip form, the same for the same body."""
        return gzip.compress(self.plain, _GZIP_LEVEL, mtime=0)

    @cached_property
    def etag(self) -> str:
        """Opaque entity tag, which changes if and only if the bytes do."""
        return sha256(self.plain).hexdigest()[:20]

    @property
    def weight(self) -> int:
        """Bytes of memory that it takes in a cache."""
        return len(self.plain) + len(self.gzip) + _OVERHEAD_BYTES


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer that a cache of editions keeps.

    Attributes:
        tag: revision of the change line that it was made at, or just after.
    """

    tag: str
    headers: tuple[tuple[str, str], ...]
    body: Body

    @property
    def weight(self) -> int:
        """Bytes of memory."""
        return self.body.weight
