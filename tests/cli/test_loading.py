"""Loading: each command runs without modules that it does not use."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.process import child_environment

WEB = {"flask", "werkzeug", "waitress", "feedgen", "opencc"}
MAKING = {"nh3", "markdown_it", "lxml"}
POSTGRESQL = {"sqlalchemy.dialects.postgresql"}  # Alembic loads it anyway
DECIDING = {"feedsvc.services.statistics", "feedsvc.services.publishing"}
ANYTHING = WEB | MAKING | {"pydantic", "sqlalchemy", "rich", "httpcore2", "PIL"}
UNUSED = {
    "--help": ANYTHING,
    "articles --help": ANYTHING,
    "import --help": ANYTHING | {"multiprocessing"},
    "archives": WEB | MAKING | {"alembic", "httpcore2", "PIL", "multiprocessing"},
    "db upgrade": WEB | MAKING | {"httpcore2", "PIL"},
    "retract NW01 --reason x": WEB | MAKING | {"alembic", "httpcore2", "PIL", "rich"},
    "doctor": WEB | MAKING | POSTGRESQL | DECIDING | {"alembic", "httpcore2", "rich"},
    "articles": WEB | MAKING | POSTGRESQL | {"alembic", "httpcore2", "PIL", "rich"},
    "files": WEB | MAKING | {"alembic", "httpcore2", "PIL", "rich"},
    "decisions export -": WEB | MAKING | {"alembic", "httpcore2", "PIL", "rich"},
    "credits show NW01": WEB | MAKING | {"alembic", "httpcore2", "PIL", "rich"},
    "credits explain NW01": WEB | {"alembic", "httpcore2", "PIL", "rich"},
    "stats": WEB | MAKING | {"alembic", "httpcore2", "PIL"},
    "import .": WEB | {"alembic", "httpcore2", "PIL", "watchfiles"},
    "rederive": WEB | {"alembic", "httpcore2", "PIL"},
    "token list": WEB | MAKING | {"alembic", "httpcore2", "PIL"},
    "backup copy.db": WEB | MAKING | DECIDING | {"alembic", "httpcore2", "PIL", "rich"},
}
_PROGRAM = """
import atexit, sys, feedsvc.cli
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
feedsvc.cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize("line", UNUSED)
def test_a_command_loads_no_more_than_it_uses(
    line: str, sqlite_url: str, tmp_path: Path
) -> None:
    """Each command is run by a fresh Python, since the tests' own has everything."""
    settings = {"FEEDSVC_DATABASE_URL": sqlite_url, "FEEDSVC_IMPORT__WORKERS": "1"}
    done = _loaded(line, settings, tmp_path)
    assert "feedsvc.cli.commands" in done
    assert UNUSED[line] & done == set()


def test_the_worker_loads_no_more_than_it_uses(tmp_path: Path) -> None:
    """It runs until it is told to stop, but not on a database without tables.

    Searches compare Simplified characters, so it has the converter to them; feeds go
    out to subscribers, so it has their writer.
    """
    settings = {"FEEDSVC_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}"}
    loaded = _loaded("worker", settings, tmp_path)
    assert "feedsvc.runtime.jobs" in loaded
    assert (WEB | {"alembic"}) & loaded == {"opencc", "feedgen"}


def _loaded(line: str, settings: dict[str, str], folder: Path) -> set[str]:
    """Modules that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *line.split()],
        env=child_environment(settings),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return set(done.stderr.splitlines()[-1].split())
