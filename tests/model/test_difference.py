"""Differences of two texts, side by side."""

import pytest

from feedsvc.model.difference import Row, compare


def marked(row: Row) -> tuple[str, str]:
    """Both sides of a row, with what differs in brackets."""
    before, after = (
        "".join(f"[{p.text}]" if p.is_changed else p.text for p in side)
        for side in (row.before, row.after)
    )
    return before, after


@pytest.mark.parametrize(
    ("before", "after", "rows"),
    [
        ([], [], []),
        (["一"], ["一"], [("一", "一")]),
        (["每天两班。"], ["每天三班。"], [("每天[两]班。", "每天[三]班。")]),
        (["甲", "乙"], ["甲", "丙", "乙"], [("甲", "甲"), ("", "[丙]"), ("乙", "乙")]),
        (["甲", "乙"], ["乙"], [("[甲]", ""), ("乙", "乙")]),
        (["甲" * 3_000], ["甲" * 3_001], [(f"[{'甲' * 3_000}]", f"[{'甲' * 3_001}]")]),
    ],
)
def test_lines_stand_beside_each_other(
    before: list[str], after: list[str], rows: list[tuple[str, str]]
) -> None:
    """New, removed and changed lines are marked, and no others."""
    assert [marked(row) for row in compare(before, after)] == rows
