"""Decisions that people made of articles and categories, in a form to carry along."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.model.attribution import Attribution, Role
from feedsvc.model.slug import Slug


class Verb(StrEnum):
    """Kind of a decision, named as its command is."""

    RENAME = "rename"
    DESCRIBE = "describe"
    RETIRE = "retire"
    RETRACT = "retract"
    RESTORE = "restore"
    PURGE = "purge"
    MERGE = "merge"
    CREDIT = "credit"
    ALIAS = "alias"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Decider:
    """Person who makes a decision.

    Attributes:
        name: as it is kept with the decision; may be empty.
        at: when it was made, of a decision that is repeated from elsewhere.
    """

    name: str
    at: datetime | None = None

    def decided_at(self, now: datetime) -> datetime:
        """Time to keep, no later than now: it may come from another clock."""
        return min(self.at or now, now)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as it stands.

    Attributes:
        subject: an info code; of a decision about a category its raw name; of an
            alias the name; of a decision about a source its name.
        at: when it was decided; None where that is not known. `by`: who, likewise.
        into: the code that answers now, of a merger; the source's name, of an alias.
        slug, title: of a category or a source; a title of None was not decided.
        former: likewise, the slugs that lead there.
        description: of a category.
        url: of a source, its own page.
        role, credits: of a correction; no credits say that nobody is credited.
    """

    verb: Verb
    subject: str
    at: datetime | None = None
    reason: str | None = None
    is_legal: bool = False
    into: str | None = None
    slug: Slug | None = None
    title: str | None = None
    former: tuple[Slug, ...] = ()
    by: str | None = None
    role: Role | None = None
    credits: tuple[Attribution, ...] = ()
    url: str | None = None
    description: str | None = None
