"""Result of a benchmark: one line of the table that `make bench` prints."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A figure, and what it is held against.

    Attributes:
        goal: what it should be, or what it was measured beside.
    """

    name: str
    figure: str
    goal: str
