"""Runs the real `feedsvc` command in a process of its own; knows no fixture."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "feedsvc")


def child_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with `settings` as its only `FEEDSVC_*` variables."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("FEEDSVC_")
    }
    return inherited | {"PYTHONPATH": str(ROOT)} | dict(settings)


def run_feedsvc(
    *arguments: str | Path, settings: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run `feedsvc` to its end; the caller looks at the exit status.

    `settings` are `FEEDSVC_*` variables. It runs in `folder`, so that no `feedsvc.toml`
    but the test's own is read.
    """
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=child_environment(settings),
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def migrate(database_url: str, folder: Path) -> None:
    """Bring a database to the newest migration, as an operator would."""
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    done = run_feedsvc("db", "upgrade", settings=settings, folder=folder)
    assert done.returncode == 0, done.stderr
