"""Merging: a selection shows each article once, and no more than any window."""

from datetime import UTC, datetime, timedelta

from feedsvc.model import window
from feedsvc.model.feed import Tombstone
from feedsvc.services.syndication.selections import merge, merge_current, merge_since
from feedsvc.store.streams.windows import Contents, Shown

NEWEST = datetime(2022, 5, 1, tzinfo=UTC)


def shown(*ids: int, revision: int = 9) -> tuple[Shown, ...]:
    """Articles a day apart, the highest number newest."""
    return tuple(Shown(n, NEWEST + timedelta(days=n), revision, 1_000) for n in ids)


def gone(*revisions: int) -> tuple[tuple[Tombstone, int], ...]:
    """Tombstones, one of each revision."""
    return tuple((Tombstone(f"urn:{n}", NEWEST), n) for n in revisions)


def ids(contents: Contents) -> list[int]:
    """The articles of a merged document, in order."""
    return [row.article_id for row in contents.shown]


def test_each_article_stands_once() -> None:
    """The same story in two categories is one entry; newest first."""
    merged = merge([Contents(shown(5, 3, 1), ()), Contents(shown(5, 4, 3), ())])
    assert ids(merged) == [5, 4, 3, 1]


def test_the_later_revision_counts() -> None:
    """Where one stream gained an article later, it is new to the selection."""
    parts = [Contents(shown(1, revision=3), ()), Contents(shown(1, revision=7), ())]
    for order in (parts, parts[::-1]):
        assert [row.revision for row in merge(order).shown] == [7]


def test_a_selection_has_a_window_of_its_own() -> None:
    """Rule 25: twenty full windows are still one bounded document."""
    parts = [Contents(shown(*range(n + 50, n, -1)), ()) for n in range(0, 1_000, 50)]
    assert ids(merge(parts)) == list(range(1_000, 950, -1))


def test_one_part_is_what_it_was() -> None:
    """Its open page included, which is outside the window."""
    part = Contents(shown(*range(90, 0, -1)), gone(9))
    assert merge([part]) is part
    assert merge_current([part]) == part


def test_each_tombstone_stands_once() -> None:
    """Latest first."""
    merged = merge([Contents((), gone(9, 4)), Contents((), gone(9, 7))])
    assert [revision for _, revision in merged.tombstones] == [9, 7, 4]


def test_tombstones_of_a_selection_are_bounded() -> None:
    """Fifty at most in one document, and none of 30 days before its newest change."""
    parts = [
        Contents(shown(n, revision=20), gone(*range(n * 40 + 39, n * 40 - 1, -1)))
        for n in range(3)
    ]
    told = [revision for _, revision in merge_current(parts).tombstones]
    assert told == list(range(119, 119 - window.MAX_TOMBSTONES, -1))
    assert len(merge_current(parts[:1]).tombstones) == 40
    late = Contents(shown(9, revision=30 * 24 * 3600 + 20), ())
    told = [revision for _, revision in merge_current([parts[0], late]).tombstones]
    assert told == list(range(39, 20, -1))


def test_what_may_have_come_in_is_told() -> None:
    """Each withdrawal makes room for one, which is in none of the parts as changed."""
    current = Contents(shown(*range(60, 0, -1)), ())
    parts = [Contents(shown(60), gone(9)), Contents(shown(59), gone(9, 8))]
    told = merge_since(current, parts)
    assert told is not None
    assert ids(told) == [60, 59, *range(12, 0, -1)]
    assert [revision for _, revision in told.tombstones] == [9, 8]


def test_more_tombstones_than_a_document_has_cannot_be_told() -> None:
    """Of all parts together."""
    parts = [Contents((), gone(*range(30 * n, 30 * n + 30))) for n in (1, 2)]
    assert merge_since(Contents((), ()), parts) is None
