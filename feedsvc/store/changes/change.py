"""A write transaction in progress: its revision, its time, and what it touched."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection


@dataclass(slots=True)
class Change:
    """Context that the writing functions of this package are given.

    Attributes:
        revision: the number that every row it touches carries.
        now: aware UTC, the same for all of it.
        by: the command, import or token's name that makes it.
        streams: ids of streams whose current document may come out different.
        is_visible: whether the number was used at all.
        is_regrouped: a category came or has another title, or a source is listed, or no
            longer.
    """

    connection: Connection
    revision: int
    now: datetime
    by: str = ""
    streams: set[int] = field(default_factory=set)
    is_visible: bool = False
    is_regrouped: bool = False

    def touch(self, *stream_ids: int) -> None:
        """Say that something visible changed, and in which streams."""
        self.is_visible = True
        self.streams.update(stream_ids)
