"""The epoch: everything but content that reaches a feed's bytes, as one short hash.

When a setting, our renderer or a library under it changes, every validator must change
with it; when the process merely restarts, none may.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from feedsvc import __version__, feeds
from feedsvc.content import traditional
from feedsvc.model.clock import latest_believed
from feedsvc.store.changes import change_line
from feedsvc.store.database.engine import Database, Snapshot


def enter_epoch(
    database: Database, settings: tuple[object, ...], clock: Callable[[], datetime]
) -> str:
    """The epoch of these settings and this code; written down if it is not the latest."""
    libraries = (feeds.library_versions(), traditional.CONVERTER)
    parts = (settings, __version__, feeds.RENDERER, libraries)
    tag = hashlib.sha256(repr(parts).encode()).hexdigest()[:8]
    now = clock()
    with database.read() as snapshot:
        began_at = epoch_began(snapshot, tag)
    if began_at is None or began_at > latest_believed(now):
        # Readers wait for it, even if the clock is wrong.
        with change_line.begin_change(database, now, on_wrong_clock="cap") as change:
            change_line.enter_epoch(change, tag)
    return tag


def epoch_began(snapshot: Snapshot, tag: str) -> datetime | None:
    """Start of an epoch, aware UTC, whole seconds; None once another one has begun.

    Then two kinds of processes serve at once, and no date tells their bytes apart.
    """
    latest = change_line.latest_epoch(snapshot)
    return latest[1] if latest is not None and latest[0] == tag else None
