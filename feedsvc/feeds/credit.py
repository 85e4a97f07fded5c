"""Credits in a feed: which element names whom, and the line that readers see.

The line is visible because most readers hide the structured elements. Knows no format;
the wording comes with the credit.
"""

from collections.abc import Callable, Iterable
from html import escape

from feedsvc.language.language import of as language_of
from feedsvc.model.attribution import CreditPart, Party, Role
from feedsvc.model.feed import Entry, Term


def authors(entry: Entry, feed_author: str) -> tuple[Party, ...]:
    """Authors of the entry, else its publishers, else the site."""
    return (
        _of(entry.credit, lambda role: role is Role.AUTHOR)
        or publishers(entry)
        or _named((Party(feed_author),))
    )


def publishers(entry: Entry) -> tuple[Party, ...]:
    """Outlets that published the entry, as its text says."""
    said = (part for part in entry.credit if not part.is_inferred)
    return _of(said, lambda role: role is Role.PUBLISHER)


def outlets(entry: Entry, language: str) -> str:
    """The publishers' names as one text, as `dc:source` may appear only once."""
    return language_of(language).joined(party.name for party in publishers(entry))


def contributors(entry: Entry) -> tuple[Party, ...]:
    """Credited parties other than authors and publishers, each name once."""
    return _of(entry.credit, lambda role: role.is_contributor)


def labels(terms: Iterable[Term]) -> tuple[str, ...]:
    """Category titles that people read; two raw names may share one title."""
    return tuple(dict.fromkeys(term.title or term.name for term in terms))


def content(entry: Entry, language: str) -> str:
    """The entry's HTML, contiguous, behind its credit line."""
    return _line(entry, language) + entry.html


def _of(
    credit: Iterable[CreditPart], is_wanted: Callable[[Role], bool]
) -> tuple[Party, ...]:
    return _named(
        party for part in credit if is_wanted(part.role) for party in part.parties
    )


def _named(parties: Iterable[Party]) -> tuple[Party, ...]:
    first: dict[str, Party] = {}
    for party in parties:
        if party.name.strip():
            first.setdefault(party.name, party)
    return tuple(first.values())


def _line(entry: Entry, language: str) -> str:
    """One paragraph: 来源：株洲日报 · 记者：罗欣; empty if there is no credit."""
    spoken = language_of(language)
    parts = [
        escape(part.label)
        + spoken.words.colon
        + spoken.joined(map(_linked, part.parties))
        + escape(part.note)
        for part in entry.credit
        if part.parties
    ]
    return f"<p>{' · '.join(parts)}</p>" if parts else ""


def _linked(party: Party) -> str:
    name = escape(party.name)
    return f'<a href="{escape(party.url)}">{name}</a>' if party.url else name
