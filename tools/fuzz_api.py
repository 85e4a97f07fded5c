"""`python -m tools.fuzz_api`: whatever the API's document allows and forbids, sent to it.

Each database gets a server of its own, with the example archive and a token for everything.
schemathesis makes the requests, from the document, and holds the answers against it: no
server error, no status, type or field that is not described.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from feedsvc.model.token import Scope
from tests.support import postgres
from tests.support.process import ROOT, migrate, run_feedsvc
from tests.support.server import serving

_DOCUMENT = "/api/v1/openapi.json"
_PROGRAM = Path(sys.executable).with_name("schemathesis")
_PHASES = "coverage,fuzzing"
_MAX_S = 3_600


def main() -> int:
    """The number of databases over which the API answered otherwise than described."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz_api")
    parser.add_argument("--cases", type=int, default=10_000, help="for each database")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        postgres.running_server() as server,
        postgres.fresh_database(server) as postgresql,
    ):
        folder = Path(name)
        failed = 0
        for url in (f"sqlite:///{folder / 'fuzz.db'}", postgresql):
            print(f"fuzzing over {url.partition(':')[0]}", flush=True)
            migrate(url, folder)
            failed += fuzz(url, folder, cases=asked.cases, seed=asked.seed) != 0
    return failed


def fuzz(
    database_url: str, folder: Path, *, cases: int, seed: int, phases: str = _PHASES
) -> int:
    """Exit status of so many random cases, shared out among the calls.

    Args:
        database_url: migrated, and empty.
        phases: of schemathesis; `coverage` adds each bound of each field.
    """
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    run_feedsvc("import", ROOT / "examples/archive", settings=settings, folder=folder)
    scopes = [word for scope in Scope for word in ("--scope", scope)]
    created = run_feedsvc("token", "create", *scopes, settings=settings, folder=folder)
    with serving(settings, folder) as base:
        done = subprocess.run(
            [
                _PROGRAM, "--config-file", ROOT / "tools/schemathesis.toml", "run",
                f"{base}{_DOCUMENT}", "--header",
                f"Authorization: Bearer {created.stdout.strip()}",
                "--phases", phases, "--continue-on-failure",
                "--max-examples", str(-(-cases // _calls(base))), "--seed", str(seed),
            ],
            cwd=folder,
            timeout=_MAX_S,
            check=False,
        )  # fmt: skip
    return done.returncode


def _calls(base: str) -> int:
    """Number of calls that the document describes."""
    connection = HTTPConnection(urlsplit(base).netloc)
    connection.request("GET", _DOCUMENT)
    paths = json.loads(connection.getresponse().read())["paths"]
    connection.close()
    return sum(map(len, paths.values()))


if __name__ == "__main__":
    raise SystemExit(main())
