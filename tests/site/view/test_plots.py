"""Plots: shapes that stand for their numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.statistics import Count
from feedsvc.site.view.plots import HEIGHT, bars_of_days, shares

counts = st.builds(Count, st.integers(0, 10**9), st.integers(0, 10**9))


@given(st.lists(counts, min_size=1, max_size=366))
def test_bars_stand_in_their_plot(found: list[Count]) -> None:
    """Side by side, none too high or outside; some days are named, and not too many."""
    days = [(date(2026, 1, 1) + timedelta(n), count) for n, count in enumerate(found)]
    plot = bars_of_days(days)
    assert [(bar.day, bar.count) for bar in plot.bars] == days
    for bar in plot.bars:
        assert 0 <= bar.x < bar.x + bar.width <= 100
        assert bar.human_px + bar.bot_px <= HEIGHT + 0.2
    assert 1 <= sum(bar.is_named for bar in plot.bars) <= 4


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 2), (1, 2), (2, 2), (3, 4), (11, 20), (41, 100), (1000, 1000)],
)
def test_the_scale_ends_at_a_round_number(highest: int, top: int) -> None:
    """The least of 2, 4, 10, 20, 40, 100 and so on that reaches."""
    plot = bars_of_days([(date(2026, 1, 1), Count(highest))])
    assert [n for n, _ in plot.ticks] == [0, top // 2, top]
    assert plot.bars[0].human_px == pytest.approx(HEIGHT * highest / top, abs=0.1)


def test_parts_are_of_the_highest() -> None:
    """And of nothing they are nothing."""
    assert shares(Count(30, 20), 100) == (30, 20)
    assert shares(Count(), 0) == (0, 0)
