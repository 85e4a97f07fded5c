"""Fail unless the migrations make what the models say, on SQLite and on PostgreSQL.

A tool of `make check`: runs `feedsvc db upgrade`, then `alembic check`, on fresh databases.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support import postgres
from tests.support.process import ROOT, child_environment, migrate


def main() -> int:
    """The number of engines on which models and migrations differ."""
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres.running_server() as server,
        postgres.fresh_database(server) as postgresql,
    ):
        sqlite = f"sqlite:///{Path(folder) / 'check.db'}"
        return sum(not _is_in_step(url, Path(folder)) for url in (sqlite, postgresql))


def _is_in_step(database_url: str, folder: Path) -> bool:
    migrate(database_url, folder)
    command = [sys.executable, "-m", "alembic", "check"]
    environment = child_environment({"FEEDSVC_DATABASE_URL": database_url})
    print(f"alembic check on {database_url.partition(':')[0]}", flush=True)
    return (
        subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode == 0
    )


if __name__ == "__main__":
    raise SystemExit(main())
