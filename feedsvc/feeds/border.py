"""What every format does with a feed before it writes: the border of this package.

Text that no document may hold is made harmless here; entries get a title, each id stands
once, and a poison one stands alone. Knows no format.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, replace
from datetime import UTC, datetime
from html import escape
from typing import TypeVar

from feedsvc.model.attribution import CreditPart, Party
from feedsvc.model.feed import Entry, EntrySource, Feed, Paging, Term, Tombstone

_logger = logging.getLogger(__name__)

# What XML 1.0 §2.2 does not call a Char, lone surrogates included.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"

T = TypeVar("T")


def legal(text: str) -> str:
    r"""`text` with a replacement character for each that XML forbids.

    Never shorter: dropping one would make `javascript:` of `java\x03script:` behind the
    cleaner's back.
    """
    return _ILLEGAL.sub(_REPLACEMENT, text)


def escaped(text: str) -> str:
    """Legal text, as content or in quotes, where a document is written as a string."""
    return escape(legal(text))


def legal_feed(feed: Feed) -> Feed:
    """The feed with every text of its own legal; its entries follow in `write_each`."""
    page_url = legal(feed.page_url)
    return replace(
        feed,
        id=legal(feed.id),
        title=legal(feed.title).strip() or page_url,
        subtitle=legal(feed.subtitle),
        page_url=page_url,
        urls={format_: legal(url) for format_, url in feed.urls.items()},
        language=legal(feed.language),
        author=legal(feed.author),
        icon_url=legal(feed.icon_url),
        license_url=legal(feed.license_url),
        paging=feed.paging and _legal_paging(feed.paging),
        tombstones=_legal_tombstones(feed.tombstones),
    )


def write_each(feed: Feed, write: Callable[[Entry], T]) -> list[T]:
    """What `write` makes of each entry, in the feed's order.

    The first of several entries with one id stands: readers fold them anyway. An entry
    that cannot be written is logged and left out, and the feed goes on without it.
    """
    written: dict[str, T] = {}
    for entry in feed.entries:
        try:
            presented = _presented(entry)
            if presented.id not in written:
                written[presented.id] = write(presented)
        except Exception:  # the guard: one poison entry must not take its feed down
            _logger.exception("entry_left_out feed=%r entry=%r", feed.id, entry.id)
    return list(written.values())


def whole_seconds(moment: datetime) -> datetime:
    """The moment as both RFC 3339 and RFC 822 can say it.

    Whole seconds, and UTC where the zone's offset is not of whole minutes (local mean
    time, before there were zones).
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a naive time says no moment")
    if offset.seconds % 60 or offset.microseconds:
        moment = moment.astimezone(UTC)
    return moment.replace(microsecond=0) if moment.microsecond else moment


def note(page_url: str) -> str:
    """For a person who meets the document itself: what it is, and where the page is."""
    return (
        f"这是供阅读器订阅的 feed，网页在 {page_url} | "
        f"This is a feed for readers; the page for people is {page_url}"
    )


def _legal_paging(paging: Paging) -> Paging:
    return replace(
        paging,
        current_url=legal(paging.current_url),
        prev_url=paging.prev_url and legal(paging.prev_url),
        next_url=paging.next_url and legal(paging.next_url),
    )


def _legal_tombstones(tombstones: Iterable[Tombstone]) -> tuple[Tombstone, ...]:
    """The first of each id, as with entries."""
    first: dict[str, Tombstone] = {}
    for tombstone in tombstones:
        ref = legal(tombstone.ref)
        first.setdefault(ref, Tombstone(ref, tombstone.when))
    return tuple(first.values())


def _presented(entry: Entry) -> Entry:
    """Legal, and with a title: Atom demands one, and readers show nothing for none."""
    # One search of everything: nearly all entries are clean, and stay as they are.
    if _ILLEGAL.search("".join(_texts(entry))):
        entry = _legal_entry(entry)
    if entry.title.strip():
        return entry
    return replace(entry, title=entry.summary.strip() or entry.url)


def _texts(entry: Entry) -> Iterator[str]:
    yield from (entry.id, entry.url, entry.title, entry.summary, entry.html)
    yield entry.original_url or ""
    if source := entry.source:
        yield from (source.id, source.title, source.url, source.feed_url)
    for image in entry.images:
        yield image.url
        yield image.alt
    for term in entry.terms:
        yield term.name
        yield term.title
    for part in entry.credit:
        yield part.label
        for party in part.parties:
            yield party.name
            yield party.url or ""


def _legal_entry(entry: Entry) -> Entry:
    return replace(
        entry,
        id=legal(entry.id),
        url=legal(entry.url),
        title=legal(entry.title),
        summary=legal(entry.summary),
        html=legal(entry.html),
        terms=tuple(Term(legal(term.name), legal(term.title)) for term in entry.terms),
        credit=tuple(_legal_part(part) for part in entry.credit),
        original_url=entry.original_url and legal(entry.original_url),
        source=entry.source and EntrySource(*map(legal, astuple(entry.source))),
        images=tuple(
            replace(image, url=legal(image.url), alt=legal(image.alt))
            for image in entry.images
        ),
    )


def _legal_part(part: CreditPart) -> CreditPart:
    parties = (
        Party(legal(party.name), party.url and legal(party.url))
        for party in part.parties
    )
    return CreditPart(part.role, legal(part.label), tuple(parties))
