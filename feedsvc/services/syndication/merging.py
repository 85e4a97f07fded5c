"""Merging: the contents of several streams as those of one. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from feedsvc.model import window
from feedsvc.store.windows import Contents, Shown


def merge_current(contents: Sequence[Contents]) -> Contents:
    """As one current document, whose tombstones are bounded like any other's."""
    merged = merge(contents)
    oldest = min((row.revision for row in merged.shown), default=0)
    told = [item for item in merged.tombstones if item[1] >= oldest]
    return replace(merged, tombstones=tuple(told[: window.MAX_TOMBSTONES]))


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
        if known is None or row.revision > known.revision:
            shown[row.article_id] = row
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
