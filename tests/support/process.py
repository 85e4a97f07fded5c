"""Runs the real `feedsvc` command in a process of its own; knows no fixture."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tests.support import prefork

ROOT = Path(__file__).resolve().parents[2]
_TIMEOUT_S = 120
COMMAND = (sys.executable, "-m", "feedsvc")


def child_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with `settings` as its only `FEEDSVC_*` variables."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("FEEDSVC_")
    }
    # One process is enough for most tests, and quicker; those of several say so.
    alone = {"FEEDSVC_SERVE__PROCESSES": "1"}
    return inherited | {"PYTHONPATH": str(ROOT)} | alone | dict(settings)


def run_feedsvc(
    *arguments: str | Path, settings: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run `feedsvc` to its end; the caller looks at the exit status.

    `settings` are `FEEDSVC_*` variables. It runs in `folder`, so that no `feedsvc.toml`
    but the test's own is read.
    """
    with TemporaryFile() as output, TemporaryFile() as errors:
        process = start(
            tuple(map(str, arguments)),
            child_environment(settings),
            folder,
            output=output.fileno(),
            errors=errors.fileno(),
        )
        try:
            status = process.wait(_TIMEOUT_S)
        finally:
            process.kill()
        return subprocess.CompletedProcess(
            [*COMMAND, *map(str, arguments)], status, _text(output), _text(errors)
        )


def start(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    *,
    output: int,
    errors: int,
) -> "prefork.Process | subprocess.Popen[bytes]":
    """Start `feedsvc` the quick way, where its variables allow it.

    Args:
        output: file descriptor of what it prints; `errors` of what it says there.
    """
    if prefork.is_possible(environment):
        return prefork.start(
            arguments, environment, folder, output=output, errors=errors
        )
    return subprocess.Popen(
        [*COMMAND, *arguments],
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
    )


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def migrate(database_url: str, folder: Path) -> None:
    """Bring a database to the newest migration, as an operator would."""
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    done = run_feedsvc("db", "upgrade", settings=settings, folder=folder)
    assert done.returncode == 0, done.stderr
