"""Tables for people at a terminal; elsewhere plain lines that nothing breaks."""

import sys
from collections.abc import Iterable, Sequence

from feedsvc.cli.text import printable

_PLAIN_COLUMNS = 10_000  # no line of a file is too long for it


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: int = 0
) -> None:
    """Print rows under the names of their columns.

    Args:
        numbers: so many columns at the left hold numbers, and stand to the right.
    """
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*columns)
    for column in table.columns[:numbers]:
        column.justify = "right"
    for row in rows:
        table.add_row(*(escape(printable(cell)) for cell in row))
    is_terminal = sys.stdout.isatty()
    table.box = box.SIMPLE_HEAD if is_terminal else None
    table.pad_edge = is_terminal
    width = None if is_terminal else _PLAIN_COLUMNS
    Console(highlight=False, width=width).print(table)
