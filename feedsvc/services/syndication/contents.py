"""Contents of a stream in a document, which has none of a category that was retired."""

from feedsvc.model.stream import Stream
from feedsvc.store.database.engine import Snapshot
from feedsvc.store.streams import windows
from feedsvc.store.streams.windows import Contents


def contents_of(snapshot: Snapshot, stream: Stream) -> Contents:
    """Contents of a stream in the current document."""
    if stream.retired_at is not None:
        return windows.NOTHING
    return windows.current(snapshot, stream.id, stream.open_page)


def changes_of(
    snapshot: Snapshot, stream: Stream, current: Contents, since: int
) -> Contents | None:
    """Changes of one stream of a document since a revision; None if they cannot be told."""
    if stream.retired_at is None:
        return windows.since(snapshot, stream.id, current, since)
    # Since then its articles have left the document, which only the whole can tell.
    return windows.NOTHING if stream.revision <= since else None
