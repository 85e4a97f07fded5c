"""Choices: the streams that people tick in a form, as its query names them."""

from dataclasses import dataclass

from flask import request

from feedsvc.errors import StreamNotFound
from feedsvc.model.document import MAX_PARTS, Document, normalised
from feedsvc.model.feed import Format
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.site.context import services

_KINDS = (StreamKind.CATEGORY, StreamKind.SOURCE)


@dataclass(frozen=True, slots=True)
class Choice:
    """Streams that a form was sent with.

    Attributes:
        ticked: as they were sent.
        refs: those that there are, `normalised`; none if there are too many.
        unknown: names without a stream.
    """

    ticked: tuple[StreamRef, ...]
    refs: tuple[StreamRef, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_too_many(self) -> bool:
        """True if no document can hold them all."""
        return len(self.ticked) > MAX_PARTS


def choice() -> Choice:
    """Streams that this request's query names."""
    ticked = normalised(
        # PostgreSQL cannot store NUL.
        StreamRef(kind, slug.replace("\0", "\ufffd"))
        for kind in _KINDS
        for slug in request.args.getlist(kind.value)
        if slug
    )
    if len(ticked) > MAX_PARTS:
        return Choice(ticked)
    found = [(ref, _today(ref)) for ref in ticked]
    return Choice(
        ticked,
        normalised(today for _, today in found if today),
        tuple(ref.slug for ref, today in found if today is None),
    )


def _today(ref: StreamRef) -> StreamRef | None:
    """Name of a stream today; None if there never was one of this name."""
    try:
        services().syndication.current(Document((ref,), Format.ATOM))
    except StreamNotFound:
        return services().share_links.find_stream(ref)
    return ref
