"""The epoch: everything but content that reaches a feed's bytes, as one short hash.

When a setting, our renderer or a library under it changes, every validator must change
with it; when the process merely restarts, none may.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from feedsvc import __version__, feeds
from feedsvc.content import traditional
from feedsvc.store import revision
from feedsvc.store.engine import Database


@dataclass(frozen=True, slots=True)
class Epoch:
    """One epoch.

    Attributes:
        began_at: when any process first served it, aware UTC, whole seconds.
    """

    tag: str
    began_at: datetime


def enter_epoch(
    database: Database, settings: tuple[object, ...], clock: Callable[[], datetime]
) -> Epoch:
    """The epoch of these settings and this code; a new one is written down."""
    libraries = (feeds.library_versions(), traditional.CONVERTER)
    parts = (settings, __version__, feeds.RENDERER, libraries)
    tag = hashlib.sha256(repr(parts).encode()).hexdigest()[:8]
    with database.read() as snapshot:
        began_at = revision.find_epoch_began(snapshot, tag)
    if began_at is None:
        with revision.begin_change(database, clock()) as change:
            began_at = revision.epoch_began(change, tag)
    return Epoch(tag, began_at)
