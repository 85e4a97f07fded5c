"""Documents: which feed document an address names, and the address of each.

A selection is one document, however its parameters are ordered, repeated or spelt, and
so one object for every cache.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from feedsvc.model.feed import Format
from feedsvc.model.stream import StreamRef

MAX_PARTS = 20


class Script(StrEnum):
    """Chinese script of a document."""

    AS_WRITTEN = ""
    TRADITIONAL = "zh-Hant"


def normalised(streams: Iterable[StreamRef]) -> tuple[StreamRef, ...]:
    """Streams in the one order that documents know, none twice."""
    return tuple(sorted(set(streams), key=lambda ref: (ref.kind, ref.slug)))


@dataclass(frozen=True, slots=True)
class Document:
    """One feed document.

    Attributes:
        streams: those it shows, `normalised`; more than one is a selection.
        page: of the stream's archive (RFC 5005 §4), from 1; None is the current document.
        is_summary: summaries without bodies.
        query: of a search of the site, `model.search.normalised_query`; empty if it is none.
    """

    streams: tuple[StreamRef, ...]
    format: Format
    page: int | None = None
    is_summary: bool = False
    script: Script = Script.AS_WRITTEN
    query: str = ""

    @property
    def is_stream(self) -> bool:
        """True if it shows a single stream, and no selection or search."""
        return len(self.streams) == 1 and not self.query

    @property
    def is_selection(self) -> bool:
        """True if the document merges several streams."""
        return len(self.streams) > 1

    @property
    def is_topic(self) -> bool:
        """True if it may be subscribed to: neither a page of an archive nor a search."""
        return self.page is None and not self.query

    @property
    def variant(self) -> str:
        """Part of a validator that tells this document from others of its streams."""
        parts = (
            self.format.name.lower(),
            f"p{self.page}" if self.page else "",
            "short" if self.is_summary else "",
            "hant" if self.script is Script.TRADITIONAL else "",
        )
        return ".".join(part for part in parts if part)
