"""`python -m tools.compare_jekyll DIR`: says what feedsvc shows otherwise than Jekyll.

Builds the site with Jekyll and imports it, both into folders that are gone afterwards;
the site itself is only read. A line tells each difference, a table at the end how many
posts there are. The exit status is 1 if something differs that no explanation names.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from feedsvc.settings import Settings
from tools.compare_jekyll import imported, jekyll
from tools.compare_jekyll.comparison import Comparison
from tools.compare_jekyll.explanations import REASONS

_NOWHERE = "http://jekyll.invalid"


def main() -> int:
    """Compare one site; 1 if something differs, 2 if there is nothing to compare with."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.compare_jekyll", description=__doc__
    )
    parser.add_argument("site", type=Path, metavar="DIR", help="a Jekyll site")
    site = parser.parse_args().site.resolve()
    ruby = jekyll.find_ruby()
    if ruby is None:
        print(
            "Jekyll is not installed (Debian: apt-get install jekyll)", file=sys.stderr
        )
        return 2
    comparison = compare(ruby, site)
    for one in comparison.differences:
        print(f"{one.path}: {one.part}\n  Jekyll:  {one.theirs}\n  feedsvc: {one.ours}")
    print_table(comparison)
    return 1 if comparison.differences else 0


def compare(ruby: str, site: Path) -> Comparison:
    """The comparison of a site.

    Raises:
        JekyllFailed: Jekyll builds nothing of it.
        ArchiveNotFound: there are no posts.
    """
    settings = Settings()
    with tempfile.TemporaryDirectory(prefix="feedsvc-") as folder:
        theirs = jekyll.build(ruby, site, Path(folder), settings.timezone)
        ours, read = imported.bring_in(site, Path(folder), settings)
    base_url = (read.config.url or _NOWHERE) + read.config.baseurl
    comparison = Comparison(base_url, read.zone)
    comparison.compare(theirs, ours)
    return comparison


def print_table(comparison: Comparison) -> None:
    """The number of posts, of each kind, and of each explanation."""
    different = {one.path for one in comparison.differences}
    explained = set(comparison.explained) - different
    same = comparison.posts - len(different) - len(explained)
    print(
        f"posts {comparison.posts} · same {same} · explained {len(explained)} · "
        f"different {len(different)}"
    )
    names = Counter(name for path in explained for name in comparison.explained[path])
    parts = Counter(one.part for one in comparison.differences)
    for name, count in names.most_common():
        print(f"{count:6} {name}: {REASONS[name]}")
    for part, count in parts.most_common():
        print(f"{count:6} differ in {part}")


if __name__ == "__main__":
    sys.exit(main())
