"""Streams: what one feed shows. A category, a source and the whole site are all streams."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.errors import StreamRetired
from feedsvc.model.text_kinds import Words


class StreamKind(StrEnum):
    """Kind of grouping that a stream's articles share."""

    SITE = "site"
    CATEGORY = "category"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class StreamRef:
    """Name of a stream in an address: its kind, and its slug (empty for the site)."""

    kind: StreamKind
    slug: str = ""


SITE = StreamRef(StreamKind.SITE)


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream as the store knows it.

    Attributes:
        name: the category's raw name or the source's name; empty for the site.
        title: what people read, and may change; empty for the site, whose title is a setting.
        revision: the store's change line when the current document last changed;
            0 while nothing was ever in it.
        changed_at: when that was, aware UTC, at least one second after the change before
            it (D5), so that it serves as Last-Modified.
        ttl_s: how long a reader may wait before asking again.
        url: a page of the source's own, where a person named one.
        open_page: the archive page that entries still come to; those below it are full.
        description: of a category, what it is about; empty where nobody said so.
        retired_at: since when a category has no page and no feeds, aware UTC.
    """

    id: int
    ref: StreamRef
    name: str
    title: Words
    revision: int
    changed_at: datetime
    ttl_s: int = 1800
    open_page: int = 1
    url: str | None = None
    description: Words = ""
    retired_at: datetime | None = None

    def is_full(self, page: int) -> bool:
        """True if a page of its archive will gain no more entries."""
        return page < self.open_page


def require_shown(streams: Sequence[Stream]) -> None:
    """Refuse streams of which none is shown any more.

    Raises:
        StreamRetired: all of them were retired; names the first.
    """
    retired = [(each.ref, each.retired_at) for each in streams if each.retired_at]
    if retired and len(retired) == len(streams):
        ref, since = retired[0]
        raise StreamRetired(ref.kind, ref.slug, since)
