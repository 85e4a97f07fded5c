"""The window: how much a stream's current document holds, and how often to ask for it.

Nothing here depends on now (D5): a burst is measured from the stream's newest
article, and the pace from its last arrivals.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

ENTRIES = 50
MAX_ENTRIES = 200
MAX_BYTES = 1024 * 1024
MAX_TOMBSTONES = 50
# Revisions grow at least by one a second: 30 days, within which the slowest reader asks
# again.
_TOMBSTONE_REVISIONS = 30 * 24 * 3600
_RECENT = timedelta(hours=24)
_PACE_ENTRIES = 20
# All divide an hour, so that Cache-Control, RSS's ttl and sy: can say the same.
_TTLS_S = (1800, 900, 600, 300)


def length(newest: Sequence[tuple[datetime, int]]) -> int:
    """Number of a stream's newest articles in its current document.

    50, and beyond them whatever was published in the last 24 hours before the newest, up
    to 200 articles and 1 MiB of bodies, so that a burst loses nothing.

    Args:
        newest: date and bytes of the HTML of each, newest first.
    """
    if len(newest) <= ENTRIES:
        return len(newest)
    since = newest[0][0] - _RECENT
    weight = sum(size for _, size in newest[:ENTRIES])
    for count, (published_at, size) in enumerate(newest[ENTRIES:], start=ENTRIES):
        weight += size
        if published_at < since or weight > MAX_BYTES or count >= MAX_ENTRIES:
            return count
    return len(newest)


def ttl_s(published: Sequence[datetime]) -> int:
    """Seconds that a reader may wait, chosen from a few spans by the pace of arrivals.

    Args:
        published: of the stream's newest articles, newest first.
    """
    recent = published[:_PACE_ENTRIES]
    if len(recent) < 2:
        return _TTLS_S[0]
    pace = (recent[0] - recent[-1]) / (len(recent) - 1)
    fitting = (span for span in _TTLS_S if timedelta(seconds=span) <= pace)
    return next(fitting, _TTLS_S[-1])


def tombstones_since(newest_revision: int) -> int:
    """The revision after which a current document lists withdrawn articles.

    Tombstones age only with later changes, so no document changes by itself.

    Args:
        newest_revision: of anything in the document, tombstones included.
    """
    return newest_revision - _TOMBSTONE_REVISIONS
