"""Results of benchmarks: what was measured and against what, as a table and as JSON."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

FOLDER = Path(__file__).with_name("results")
_WIDTH = 150
_GIBIBYTE = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A figure, and what it is held against.

    Attributes:
        ours: None if it could not be measured, for which `against` gives the reason.
        unit: of `ours` and `theirs`.
        against: what `theirs` is the figure of.
        ratio: of ours to theirs, as the median of several turns.
        goal: what the ratio, or ours if there is none, should be.
        size: articles in the store, where several sizes are compared.
    """

    what: str
    ours: float | None
    unit: str
    against: str = ""
    theirs: float | None = None
    ratio: float | None = None
    goal: str = ""
    p50_ms: float | None = None
    p99_ms: float | None = None
    memory_mib: float | None = None
    size: int | None = None


def show(results: Iterable[Result]) -> None:
    """Print a table."""
    table = Table("measured", "ours", "against", "theirs", "ratio", "goal")
    for name in ("p50 ms", "p99 ms", "MiB"):
        table.add_column(name, justify="right")
    for found in results:
        table.add_row(
            found.what,
            _figure(found.ours, found.unit) or "not measured",
            found.against,
            _figure(found.theirs, found.unit),
            _figure(found.ratio),
            found.goal,
            *map(_figure, (found.p50_ms, found.p99_ms, found.memory_mib)),
        )
    console = Console()
    console.width = max(console.width, _WIDTH)  # a pipe has none
    console.print(table)


def save(folder: Path, name: str, results: Iterable[Result]) -> None:
    """Write results as JSON, with what they were measured on."""
    document = {
        "commit": _commit(),
        "machine": _machine(),
        "results": [
            {
                key: round(value, 3) if isinstance(value, float) else value
                for key, value in asdict(found).items()
                if value is not None
            }
            for found in results
        ],
    }
    folder.mkdir(exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, indent=2)
    (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def _figure(number: float | None, unit: str = "") -> str:
    if number is None:
        return ""
    digits = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:,.{digits}f} {unit}".rstrip()


def _commit() -> str | None:
    """The commit that was measured, with a `+` if its code has changed; None without git."""
    try:
        commit = _git("rev-parse", "--short=10", "HEAD")
        is_changed = _git("status", "--porcelain", "--", ":/feedsvc", ":/config")
    except (OSError, subprocess.CalledProcessError):
        return None
    return f"{commit}+" if is_changed else commit


def _git(*arguments: str) -> str:
    return subprocess.run(
        ("git", *arguments),  # noqa: S607 - wherever it is
        cwd=FOLDER.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    ).stdout.strip()


def _machine() -> dict[str, str | int | None]:
    """Facts for comparing with another machine; its name is none of them."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(
            os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIBIBYTE
        ),
        "python": platform.python_version(),
    }


def _processor() -> str | None:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or None
    found = re.search(r"(?m)^model name\s*:\s*(.+)$", text)
    return found[1] if found else None
