"""Searches: the newest articles that a search finds, as the contents of a document."""

from zoneinfo import ZoneInfo

from feedsvc.content.query import read
from feedsvc.model import window
from feedsvc.store.database.engine import Snapshot
from feedsvc.store.search import matches
from feedsvc.store.streams import windows
from feedsvc.store.streams.windows import Contents


def current(snapshot: Snapshot, site_id: int, query: str, zone: ZoneInfo) -> Contents:
    """Contents of a search's document: at most as many articles as a quiet window.

    An article that is found no longer has no tombstone: it is only not in this feed.

    Args:
        site_id: of the stream that holds everything.
        query: normalised.
        zone: whose days its dates are.
    """
    wanted = read(query, zone)
    if wanted is None:
        return Contents((), ())
    found = matches.newest(snapshot, wanted, before=None, limit=window.ENTRIES)
    return Contents(windows.among(snapshot, site_id, found.ids), ())
