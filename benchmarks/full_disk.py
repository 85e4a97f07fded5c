"""A full disk under SQLite: writers are told, readers notice nothing, and room is enough.

The disk is a small one in memory, which only root can mount.
"""

import json
import os
import subprocess
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.desk import token_to_write
from benchmarks.result import Result
from tests.support.process import migrate
from tests.support.server import serving

_TMPFS = "24m"
_BALLAST_BYTES = 6 * 1024 * 1024
_LARGE = "很长的一段。" * 40_000
_HEALED = [201, 301, 507, 301, 201, 301]


def measure(folder: Path) -> Result:
    """1 if writes and reads before, on and after a full disk are answered as they should."""
    what = "a full disk: write and read before, on and after it"
    disk = folder / "disk"
    disk.mkdir()
    if os.geteuid() != 0:
        return Result(what=what, ours=None, unit="", against="only root may mount one")
    mount = ("mount", "-t", "tmpfs", "-o", f"size={_TMPFS}", "tmpfs", str(disk))
    subprocess.run(mount, check=True)
    try:
        statuses = fill_disk(disk)
    finally:
        subprocess.run(("umount", str(disk)), check=True)  # noqa: S607
    told = " ".join(map(str, statuses))
    return Result(
        what=what, ours=float(statuses == _HEALED), unit="", against=told, goal="1"
    )


def fill_disk(folder: Path) -> list[int]:
    """Statuses before, on and after a full disk: writes and a read of each.

    Args:
        folder: a disk of its own, which is small.
    """
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(_BALLAST_BYTES))
    url = f"sqlite:///{folder / 'feedsvc.db'}"
    migrate(url, folder)
    token = token_to_write(url, folder)
    with serving({"FEEDSVC_DATABASE_URL": url}, folder) as base:
        port = int(base.rpartition(":")[2])
        statuses = [_store_large(port, token, 0), _read(port)]
        number = 1
        while (status := _store_large(port, token, number)) in {200, 201}:
            number += 1
        statuses += [status, _read(port)]
        ballast.unlink()
        statuses += [_store_large(port, token, number), _read(port)]
    return statuses


def _store_large(port: int, token: str, number: int) -> int:
    """Status of storing an article that takes half a megabyte."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = {"title": str(number), "body": f"<p>{number}{_LARGE}</p>"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        path = f"/api/v1/articles/LARGE-{number}"
        connection.request("PUT", path, json.dumps(body), headers)
        return connection.getresponse().status


def _read(port: int) -> int:
    """Status of the site's feed and of a page, the worse of both."""
    statuses = []
    for path in ("/atom.xml", "/s/LARGE-0"):
        with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("GET", path)
            statuses.append(connection.getresponse().status)
    return max(statuses)
