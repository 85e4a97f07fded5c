"""Lists: the indexes that a page shows, of which a query may leave a part."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import request

from feedsvc.model.listing import IndexEntry
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.site.context import services
from feedsvc.site.view.filters import MAX_CHARACTERS, matching


@dataclass(frozen=True, slots=True)
class Lists:
    """Indexes of a page.

    Attributes:
        text: what the query filters them by; may be empty.
        entries: of each kind, in any order.
        found: how many entries the text has found.
    """

    text: str
    entries: Mapping[StreamKind, tuple[IndexEntry, ...]]
    found: int


def lists(*kinds: StreamKind, always: Collection[StreamRef] = ()) -> Lists:
    """Indexes in the page's script, filtered by this request's query.

    Args:
        kinds: of streams, one for each index.
        always: streams that stay, whatever they are called.
    """
    # HTML cannot hold NUL.
    text = request.args.get("q", "").replace("\0", "\ufffd")[:MAX_CHARACTERS]
    index, script = services().listings.index, services().script
    whole = {kind: script.index(index(kind)) for kind in kinds}
    return Lists(
        text,
        {kind: matching(entries, text, always) for kind, entries in whole.items()},
        sum(len(matching(entries, text)) for entries in whole.values()),
    )
