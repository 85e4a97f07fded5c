"""Completion in a real bash: what is offered for a line that is half typed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.process import child_environment

_SCRIPT = """
eval "$(_FEEDSVC_COMPLETE=bash_source feedsvc)"
for line in "$@"; do
    read -ra COMP_WORDS <<<"$line"
    COMP_CWORD=${#COMP_WORDS[@]}
    [ "${line: -1}" = " " ] || COMP_CWORD=$((COMP_CWORD - 1))
    COMPREPLY=()
    _feedsvc_completion feedsvc
    echo "${COMPREPLY[*]}"
done
"""
OFFERED = {
    "feedsvc ar": "archives articles article",
    "feedsvc decisions ": "export import",
    "feedsvc articles --state with": "withdrawn withheld",
    "feedsvc token create --s": "--scope",
    "feedsvc import --st": "--strict",
    "feedsvc serve --port 8": "",
}


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on the PATH")
def test_bash_completes_commands_options_and_choices(tmp_path: Path) -> None:
    """Without a database, and with settings that no command would take."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", _SCRIPT, "bash", *OFFERED],  # noqa: S607
        env=child_environment({"FEEDSVC_BASE_URL": "wrong"}) | {"PATH": path},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert dict(zip(OFFERED, done.stdout.splitlines(), strict=True)) == OFFERED
    assert done.stderr == ""
