"""History: what was done to an article, when and by whom."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Deed(StrEnum):
    """Kind of change of an article."""

    STORED = "stored"
    CORRECTED = "corrected"  # it says something else
    RESCHEDULED = "rescheduled"
    PUBLISHED = "published"  # its day has come
    CREDITED = "credited"  # a person decided whom it credits
    RETRACTED = "retracted"
    WITHHELD = "withheld"  # a file asks for it
    RESTORED = "restored"
    MERGED = "merged"
    PURGED = "purged"


@dataclass(frozen=True, slots=True)
class Event:
    """One change of an article.

    Attributes:
        at: when, aware UTC.
        by: the token's name, the command, the import; empty where that is not known.
        note: reason, or what it was made from; may be empty.
    """

    at: datetime
    deed: Deed
    by: str
    note: str
