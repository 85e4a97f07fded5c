"""`python -m benchmarks [NAME...]`: measures, prints one table, and keeps it in results/."""

import argparse
import sys
from collections.abc import Callable

from benchmarks import (
    archive_walk,
    durability,
    feeds,
    front,
    importing,
    plot,
    publishing,
    redirects,
    render,
    result,
    sizes,
    websub,
)
from benchmarks import credits as credit_reading
from benchmarks.result import Result

_USUAL = (
    "import",
    "credits",
    "render",
    "feeds",
    "front",
    "publishing",
    "websub",
    "sizes",
)  # about five minutes


def main() -> None:
    """Run the benchmarks that were asked for, or the usual ones."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="all but three if none"
    )
    parser.add_argument("--posts", type=int, default=5_000, help="to import")
    parser.add_argument(
        "--size", type=int, default=100_000, help="articles of the large store"
    )
    asked = parser.parse_args()
    benchmarks = _benchmarks(asked.posts, asked.size)
    for name in asked.names:
        if name not in benchmarks:
            parser.error(f"{name} is none of {', '.join(benchmarks)}")
    measured: list[Result] = []
    for name in asked.names or _USUAL:
        print(f"measuring {name}", file=sys.stderr)
        found = benchmarks[name]()
        file = f"sizes-{asked.size}" if name == "sizes" else name
        result.save(result.FOLDER, file, found)
        measured += found
    plot.draw(result.FOLDER)
    result.show(measured)


def _benchmarks(posts: int, size: int) -> dict[str, Callable[[], tuple[Result, ...]]]:
    return {
        "import": lambda: importing.measure(posts),
        "credits": credit_reading.measure,
        "render": render.measure,
        "feeds": lambda: feeds.measure(posts),
        "front": lambda: front.measure(posts),
        "sizes": lambda: sizes.measure(size),
        "redirects": lambda: redirects.measure(size),
        "publishing": publishing.measure,
        "walk": archive_walk.measure,
        "websub": websub.measure,
        "durability": durability.measure,
    }


if __name__ == "__main__":
    main()
