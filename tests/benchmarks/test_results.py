"""Results of benchmarks: the file that is kept of them."""

import json
from pathlib import Path

import pytest

from benchmarks import result
from benchmarks.result import Result


def _cost(what: str, size: int, ratio: float) -> Result:
    return Result(
        what=what,
        ours=ratio,
        unit="ms",
        against="10,000 articles",
        ratio=ratio,
        size=size,
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
