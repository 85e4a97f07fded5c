"""States that only the store speaks of."""

from enum import StrEnum


class EntryState(StrEnum):
    """State of an article in one stream."""

    SHOWN = "shown"
    LEFT = "left"  # still published, but no longer of this category or source
    WITHDRAWN = "withdrawn"  # retracted or merged: a tombstone
