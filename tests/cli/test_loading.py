"""Loading: each command starts without modules that it does not use."""

import subprocess
import sys

import pytest

from tests.support.process import child_environment

WEB = {"flask", "werkzeug", "waitress", "feedgen", "opencc"}
MAKING = {"nh3", "markdown_it", "lxml"}
UNUSED = {
    "archives": WEB | MAKING | {"alembic", "httpcore2", "PIL", "multiprocessing"},
    "database": WEB | MAKING | {"httpcore2", "PIL"},
    "deciding": WEB | MAKING | {"alembic", "httpcore2", "PIL"},
    "doctor": WEB | MAKING | {"alembic", "httpcore2"},
    "finding": WEB | MAKING | {"alembic", "httpcore2", "PIL"},
    "statistics": WEB | MAKING | {"alembic", "httpcore2", "PIL"},
    "storing": WEB | {"alembic", "httpcore2", "PIL"},
    "tokens": WEB | MAKING | {"alembic", "httpcore2", "PIL"},
    "worker": WEB | {"alembic"},
}


@pytest.mark.parametrize("command", UNUSED)
def test_a_command_loads_no_more_than_it_uses(command: str) -> None:
    """Each command is loaded by a fresh Python, since the tests' own has everything."""
    program = f"import sys, feedsvc.cli.{command}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=child_environment({}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert UNUSED[command] & set(done.stdout.split()) == set()
