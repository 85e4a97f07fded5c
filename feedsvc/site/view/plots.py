"""Plots: counts as the places and lengths of SVG shapes. Pure; templates draw them.

Widths are in per cent and heights in pixels: a plot is as wide as its page, and its
text is as large as the page's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedsvc.model.statistics import Count

HEIGHT = 180
_LABELS = 4  # days named under a plot, at most
_GAP = 0.25  # of a day's width, between bars
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """A day's bar: robots on top of people.

    Attributes:
        x: and `width` in per cent.
        human_px: heights.
        is_named: whether the day is written under it.
    """

    day: date
    count: Count
    x: float
    width: float
    human_px: float
    bot_px: float
    is_named: bool

    @property
    def middle(self) -> float:
        """Per cent."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars over a scale.

    Attributes:
        ticks: numbers of the scale, each with how far below the top it stands.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, float], ...]
    height: int = HEIGHT


def bars_of_days(days: Sequence[tuple[date, Count]]) -> Plot:
    """A bar for each day; the scale ends at a round number over the highest."""
    step = _round_step(max((count.total for _, count in days), default=0))
    top = 2 * step
    px, slot = HEIGHT / top, 100 / max(len(days), 1)
    every = -(-len(days) // _LABELS)
    bars = (
        Bar(
            day,
            count,
            x=round(slot * (n + _GAP / 2), 3),
            width=round(slot * (1 - _GAP), 3),
            human_px=round(count.human * px, 1),
            bot_px=round(count.bot * px, 1),
            is_named=(len(days) - 1 - n) % every == 0,
        )
        for n, (day, count) in enumerate(days)
    )
    ticks = ((n, HEIGHT - n * px) for n in (0, step, top))
    return Plot(tuple(bars), tuple(ticks))


def shares(count: Count, highest: int) -> tuple[float, float]:
    """Lengths of people's and robots' parts of a bar, in per cent of the highest's."""
    whole = max(highest, 1)
    return round(100 * count.human / whole, 2), round(100 * count.bot / whole, 2)


def _round_step(highest: int) -> int:
    """The least of 1, 2, 5, 10, 20, 50 … of which two reach the highest."""
    scale = 1
    while True:
        for step in _STEPS:
            if 2 * step * scale >= highest:
                return step * scale
        scale *= 10
