"""Results of benchmarks: the file that is kept of them, and the plot that is drawn."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from benchmarks import plot, result
from benchmarks.result import Result
from benchmarks.sizes import BESIDE

_SVG = "{http://www.w3.org/2000/svg}"


def _cost(what: str, size: int, ratio: float) -> Result:
    return Result(
        what=what, ours=ratio, unit="ms", against=BESIDE, ratio=ratio, size=size
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Results of two sizes, and of work that is not compared by size."""
    for size, ratios in ((30_000, (1.1, 0.98)), (1_000_000, (7.25, 1.02))):
        found = [
            _cost(what, size, ratio)
            for what, ratio in zip(("cold <feed>", "sitemap"), ratios, strict=True)
        ]
        memory = Result(what="memory", ours=140.5, unit="MiB", size=size)
        result.save(tmp_path, f"sizes-{size}", [*found, memory])
    return tmp_path


def test_a_file_says_what_was_measured_and_on_what(folder: Path) -> None:
    """Absent figures are left out; the machine has no name."""
    kept = json.loads((folder / "sizes-30000.json").read_text(encoding="utf-8"))
    assert kept["results"][0] == {
        "what": "cold <feed>",
        "ours": 1.1,
        "unit": "ms",
        "against": "10,000 articles",
        "ratio": 1.1,
        "goal": "",
        "size": 30_000,
    }
    assert set(kept["machine"]) == {
        "system", "processor", "cores", "memory_gib", "python"
    }  # fmt: skip
    assert kept["machine"]["cores"] >= 1


def test_a_plot_has_a_line_for_each_cost_and_a_point_for_each_size(
    folder: Path,
) -> None:
    """It is well-formed, names its lines where nothing overlaps, and keeps inside its box."""
    plot.draw(folder)
    root = etree.parse(folder / "sizes.svg").getroot()
    places = {text.text: float(text.get("y") or 0) for text in root.iter(f"{_SVG}text")}
    assert {"cold <feed>: 7.25", "sitemap: 1.02", "10,000", "1,000,000"} <= set(places)
    assert len(root.findall(f"{_SVG}circle")) == 4
    height = float((root.get("viewBox") or "").split()[3])
    assert all(0 < y < height for y in places.values())


def test_names_of_lines_are_moved_apart(tmp_path: Path) -> None:
    """Many costs are about the same."""
    names = [f"kind {number}" for number in range(10)]
    result.save(tmp_path, "sizes-100", [_cost(name, 100, 1.5) for name in names])
    plot.draw(tmp_path)
    root = etree.parse(tmp_path / "sizes.svg").getroot()
    heights = sorted(
        float(text.get("y") or 0)
        for text in root.iter(f"{_SVG}text")
        if (text.text or "").startswith("kind")
    )
    gaps = [below - above for above, below in pairwise(heights)]
    assert len(heights) == 10
    assert min(gaps) >= 17.9


def test_nothing_measured_is_no_plot(tmp_path: Path) -> None:
    """Nor an error."""
    plot.draw(tmp_path)
    assert not list(tmp_path.iterdir())
