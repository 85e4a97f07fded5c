"""`python -m benchmarks [import|credits|render|feeds|redirects|walk]`: measures, and prints one table."""

import argparse
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from benchmarks import archive_walk, feeds, importing, redirects, render
from benchmarks import credits as credit_reading
from benchmarks.result import Result
from feedsvc.model.feed import Format


def main() -> None:
    """Run the benchmark that was asked for, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "benchmark",
        nargs="?",
        choices=["import", "credits", "render", "feeds", "redirects", "walk"],
    )
    parser.add_argument("--posts", type=int, default=5000, help="to import")
    parser.add_argument(
        "--articles", type=int, default=100_000, help="in the store, of redirects"
    )
    asked = parser.parse_args()
    benchmarks: dict[str, Callable[[], tuple[Result, ...]]] = {
        "import": lambda: importing.measure(asked.posts),
        "credits": credit_reading.measure,
        "render": _rendering,
        "feeds": lambda: feeds.measure(asked.posts),
        "redirects": lambda: redirects.measure(asked.articles),
        "walk": archive_walk.measure,
    }
    table = Table("measured", "figure", "goal")
    for name, measure in benchmarks.items():
        if asked.benchmark in {None, name}:
            for result in measure():
                table.add_row(result.name, result.figure, result.goal)
    Console().print(table)


def _rendering() -> tuple[Result, ...]:
    return tuple(_describe(format_) for format_ in (Format.ATOM, Format.RSS))


def _describe(format_: Format) -> Result:
    ours_ms, feedgen_ms, ratio = render.ratio(format_)
    goal = f"1.3 or less; {ours_ms:.1f} ms, feedgen alone {feedgen_ms:.1f} ms"
    return Result(f"{format_} of {render.ENTRIES} entries", f"{ratio:.2f} x", goal)


if __name__ == "__main__":
    main()
