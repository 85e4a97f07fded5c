"""Reading credits: the time that it adds to each post, on posts of a generated archive."""

import tempfile
import time
from pathlib import Path

from benchmarks.archive_generator import write_archive
from benchmarks.result import Result
from feedsvc.content import html
from feedsvc.content.attribution.reading import read_credits
from feedsvc.content.lines import Line, read_lines
from feedsvc.content.markdown.reading import to_html

POSTS = 500
_REPEATS = 5


def measure(posts: int = POSTS) -> tuple[Result, ...]:
    """Milliseconds of processor time a post; the best of several runs."""
    with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as folder:
        write_archive(Path(folder), posts)
        articles = [_lines(file) for file in sorted(Path(folder).rglob("*.md"))]
    best_s = min(_once(articles) for _ in range(_REPEATS))
    cost_ms = 1000 * best_s / len(articles)
    return (
        Result(what="credits of a post", ours=cost_ms, unit="ms", goal="at most 0.15"),
    )


def _lines(file: Path) -> tuple[Line, ...]:
    body = file.read_text(encoding="utf-8").split("---", 2)[-1]
    root = html.parse(to_html(html.cut_charts(body)))
    html.drop_clutter(root)
    return tuple(read_lines(root))


def _once(articles: list[tuple[Line, ...]]) -> float:
    started = time.process_time()
    for lines in articles:
        read_credits(lines)
    return time.process_time() - started
