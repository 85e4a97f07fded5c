"""A real nginx on loopback with the shipped configuration; knows no fixture."""

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.support.server import free_port
from tools import nginx

HOST = {"Host": nginx.NAME}
_START_S = 20
shipped = nginx.shipped


def binary() -> str:
    """The machine's nginx; where nobody could install one, the test is skipped."""
    found = nginx.find()
    if found is not None:
        return found
    if os.geteuid() == 0:
        pytest.fail("no nginx: `sh tools/apt.sh nginx-light nginx` installs it")
    pytest.skip("no nginx, and not root to install one")


def turned_on(conf: str, *names: str) -> str:
    """A configuration with lines that stand in it as comments, by their first words."""
    for name in names:
        conf, found = re.subn(rf"(?m)^( *)# ({re.escape(name)}.*;)$", r"\1\2", conf)
        assert found, name
    return conf


@contextmanager
def fronting(
    upstream: str, folder: Path, change: Callable[[str], str] = str
) -> Iterator[str]:
    """The base URL of nginx before a server; its `Host` is `HOST`.

    Args:
        upstream: base URL of that server, or `unix:` and a path.
        folder: where its cache, logs and temporary files are.
        change: what an operator would change in the configuration.
    """
    port = free_port()
    conf = nginx.placed(
        change(shipped()),
        folder,
        upstream=upstream.removeprefix("http://"),
        listen=[f"127.0.0.1:{port}"],
    )
    process = subprocess.Popen(written(conf, folder), stderr=subprocess.DEVNULL)
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def written(conf: str, folder: Path) -> list[str]:
    """The command that runs nginx with this in its http context; it must pass `nginx -t`."""
    command = nginx.command(binary(), conf, folder, workers="1")
    faults = nginx.faults(command)
    assert not faults, faults
    return command


def kept(folder: Path) -> int:
    """How many answers nginx keeps."""
    return sum(file.is_file() for file in (folder / "cache").rglob("*"))


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_S
    while True:
        assert process.poll() is None, "nginx stopped at once"
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.connect()
        except OSError:
            assert time.monotonic() < deadline, "nginx never listened"
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
