"""Search: what is asked for, what an article is found by, and a place among the results.

All texts here are folded (`content.folding`): they are compared, never shown. Pure.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.model import terms

_NAMES = "\t"  # before and behind each name of a field that has several
MAX_QUERY = 200  # characters; the rest of a longer query is not read
MAX_FOLDED = 100_000  # characters of a body that are searched


def normalised_query(text: str) -> str:
    """The one spelling of a query: single spaces, nothing that is not read."""
    visible = (one if one.isprintable() else " " for one in text)
    return " ".join("".join(visible).split())[:MAX_QUERY].strip()


class Field(StrEnum):
    """Part of an article that a clause may be limited to, in the order of storage.

    The value begins the terms of the field's own in the index.
    """

    TITLE = "t"
    SOURCE = "s"
    AUTHOR = "a"
    CATEGORY = "g"
    CODE = "c"


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that have to stand side by side.

    Attributes:
        field: where; None is the title or the body, and the code and names of sources
            and authors if they are the whole.
    """

    text: str
    field: Field | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        """Terms of the index that every article has for which it holds."""
        needed = terms.needed(self.text)
        return needed if self.field is None else self._own(needed)

    def _own(self, needed: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(terms.of_field(self.field or "", term) for term in needed)

    def holds(self, document: str) -> bool:
        """True of a `searched` text in which the words stand."""
        *fields, body = document.split("\n", len(Field))
        if self.field is not None:
            place = list(Field).index(self.field)
            return terms.pattern(self.text).search(fields[place]) is not None
        title, *named, _category, code = fields
        whole = f"{_NAMES}{self.text}{_NAMES}"
        if self.text == code or any(whole in names for names in named):
            return True
        found = terms.pattern(self.text).search
        return found(title) is not None or found(body) is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: every clause has to hold.

    Attributes:
        since, until: bounds of the date of publication, `until` itself outside.
    """

    clauses: tuple[Clause, ...]
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, document: str) -> bool:
        """True of a `searched` text in which every clause holds."""
        return all(clause.holds(document) for clause in self.clauses)

    def has(self, moment: datetime) -> bool:
        """True of a date within the bounds."""
        since, until = self.since, self.until
        return (since is None or since <= moment) and (until is None or moment < until)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Place among results, which are newest first; ties are broken by id."""

    published_at: datetime
    article_id: int


@dataclass(frozen=True, slots=True)
class Searchable:
    """An article as it is searched.

    Attributes:
        text: of all its fields, from `searched`.
    """

    place: Place
    text: str


def searched(fields: dict[Field, tuple[str, ...]], body: str) -> str:
    """The text that is kept of an article: a line for each field, then the body."""
    lines = [" ".join(fields[Field.TITLE])]
    lines += [
        _NAMES + _NAMES.join(fields[field]) + _NAMES
        for field in (Field.SOURCE, Field.AUTHOR, Field.CATEGORY)
    ]
    lines += [" ".join(fields[Field.CODE]), body[:MAX_FOLDED]]
    return "\n".join(lines)


def terms_of(document: str) -> set[str]:
    """Every term of a `searched` text: those of any field, and each field's own."""
    *fields, body = document.split("\n", len(Field))
    found = terms.terms(body)
    for field, text in zip(Field, fields, strict=True):
        own = terms.terms(text)
        if field is not Field.CATEGORY:
            found |= own
        found.update(terms.of_field(field, term) for term in own)
    return found
