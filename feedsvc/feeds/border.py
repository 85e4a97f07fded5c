"""Border: prepares a feed for every format before it is written.

Characters that no document may hold are replaced here, entries get a title, and an entry
that breaks is left out alone. Knows no format.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import TypeVar

from feedsvc.language.language import ENGLISH
from feedsvc.language.language import of as language_of
from feedsvc.log import fail
from feedsvc.model.feed import Entry, Feed, Tombstone, WrittenEntry
from feedsvc.model.text_kinds import map_text, texts_of

# Characters that XML 1.0 §2.2 does not allow, lone surrogates included.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"

T = TypeVar("T")


def legal(text: str) -> str:
    r"""`text` with a replacement character for each character that XML forbids.

    Never shorter: dropping a character would turn `java\x03script:` into `javascript:`
    after the cleaner has run.
    """
    return _ILLEGAL.sub(_REPLACEMENT, text)


def escaped(text: str) -> str:
    """Legal text, as content or in quotes, where a document is written as a string."""
    return escape(legal(text))


def legal_feed(feed: Feed) -> Feed:
    """The feed with every text of its own legal; its entries follow in `write_each`."""
    head = _legal(replace(feed, entries=()))
    return replace(
        head,
        title=head.title.strip() or head.page_url,
        tombstones=_first_of_each(head.tombstones),
        entries=feed.entries,
    )


def write_each(feed: Feed, write: Callable[[Feed, Entry], bytes]) -> list[WrittenEntry]:
    """Entries as `write` gives them, in the feed's order.

    An entry that cannot be written is logged and left out, and the feed goes on without
    it.
    """
    written: list[WrittenEntry] = []
    for entry in feed.entries:
        try:
            presented = _presented(entry)
            body = write(feed, presented)
        except Exception:  # noqa: BLE001 - the guard: one broken entry must not take its feed down
            fail("entry-left-out", with_traceback=True, feed=feed.id, entry=entry.id)
        else:
            written.append(WrittenEntry(entry.id, entry.updated, body))
    return written


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


def note(page_url: str, language: str) -> str:
    """Text for a person who opens the document itself: its kind, and its page."""
    said = dict.fromkeys(
        language_of(tag).words.feed_note for tag in (language, ENGLISH)
    )
    return " | ".join(text.format(page_url) for text in said)


def _legal(value: T) -> T:
    # One search of everything: nearly all entries are clean, and stay as they are.
    if not _ILLEGAL.search("".join(texts_of(value))):
        return value
    return map_text(value, lambda text, _kind, _role: legal(text))


def _first_of_each(tombstones: Iterable[Tombstone]) -> tuple[Tombstone, ...]:
    """The first tombstone of each id, as with entries."""
    first: dict[str, Tombstone] = {}
    for tombstone in tombstones:
        first.setdefault(tombstone.ref, tombstone)
    return tuple(first.values())


def _presented(entry: Entry) -> Entry:
    """A legal entry with a title: Atom requires one, and readers show nothing without."""
    entry = _legal(entry)
    if entry.title.strip():
        return entry
    return replace(entry, title=entry.summary.strip() or entry.url)
