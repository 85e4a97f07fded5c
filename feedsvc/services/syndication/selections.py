"""Merging: the contents of several streams as those of one. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from feedsvc.model import window
from feedsvc.store.streams import windows
from feedsvc.store.streams.windows import Contents, Shown


def merge_current(contents: Sequence[Contents]) -> Contents:
    """Merge into one current document, with tombstones bounded like any other's."""
    return windows.bounded(merge(contents))


def merge_since(current: Contents, changed: Sequence[Contents]) -> Contents | None:
    """Changes that a client of a merged document lacks; None if it cannot be told all.

    Each withdrawal lets one article into the merged window that was already in a part's
    window. Articles that may have entered this way are reported too: all those after
    the first 50 minus the number withdrawn. After the first 50, edits during a burst
    may let articles in as well.

    Args:
        current: the document's present contents.
        changed: for each part, its changes in the document.
    """
    if len(changed) == 1:
        return changed[0]
    tombstones = merge(changed).tombstones
    if len(tombstones) > window.MAX_TOMBSTONES:
        return None
    ids = {row.article_id for part in changed for row in part.shown}
    certain = window.ENTRIES - len(tombstones)
    told = (
        row
        for place, row in enumerate(current.shown)
        if place >= certain or row.article_id in ids
    )
    return Contents(tuple(told), tombstones)


def merge(contents: Sequence[Contents]) -> Contents:
    """Each article and tombstone once, newest first, as much as a window holds.

    An article that stands in several streams has, in all of them, the revision at which
    it last changed; where one stream gained it later, the later one counts.
    """
    if len(contents) == 1:
        return contents[0]
    shown: dict[int, Shown] = {}
    for row in (row for part in contents for row in part.shown):
        known = shown.get(row.article_id)
        shown[row.article_id] = _latest(known, row) if known else row
    ordered = sorted(
        shown.values(), key=lambda row: (row.published_at, row.article_id), reverse=True
    )
    count = window.length([(row.published_at, row.html_bytes) for row in ordered])
    tombstones = {
        tombstone: revision
        for part in contents
        for tombstone, revision in part.tombstones
    }
    latest = sorted(
        tombstones.items(), key=lambda item: (item[1], item[0].ref), reverse=True
    )
    return Contents(tuple(ordered[:count]), tuple(latest))


def _latest(one: Shown, other: Shown) -> Shown:
    """An article of two streams: it is as new as it is in either."""
    return replace(
        one,
        revision=max(one.revision, other.revision),
        entered=max(one.entered, other.entered),
    )
