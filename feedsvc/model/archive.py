"""Archives that were imported."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KnownArchive:
    """An archive, where it lies, and what it has brought.

    Attributes:
        root: its folder, absolute; None where it is not known.
        is_there: whether that folder exists; None if not known.
        files: posts that were read of it, the rejected ones too.
        articles: those that show one of its files.
        imported_at: aware UTC, when an import of it last finished; None if not known.
    """

    name: str
    root: str | None
    is_there: bool | None
    files: int
    articles: int
    rejected: int
    imported_at: datetime | None
