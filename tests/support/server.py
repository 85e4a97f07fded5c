"""A real `feedsvc serve` on a free port of this machine; knows no fixture."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.support.prefork import Process
from tests.support.process import child_environment, start

# The tests' pictures are nowhere, and nobody is to be asked for them.
_DEFAULTS = {"FEEDSVC_CARDS__COPY_PICTURES": "false"}
_START_S = 30
_STOP_S = 15


@contextmanager
def serving(settings: Mapping[str, str], folder: Path) -> Iterator[str]:
    """The base URL of a server that is ready; it must stop cleanly on SIGTERM.

    Args:
        settings: `FEEDSVC_*` variables; the base URL follows the port unless given.
        folder: where it runs, and where its output is kept.
    """
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    log = folder / f"serve-{port}.log"
    with log.open("wb") as output:
        process = start(
            ["serve", "--host", "127.0.0.1", "--port", str(port)],
            child_environment(
                _DEFAULTS | {"FEEDSVC_BASE_URL": base_url} | dict(settings)
            ),
            folder,
            output=output.fileno(),
            errors=output.fileno(),
        )
    try:
        wait_until_ready(process, port, log)
        yield base_url
        process.send_signal(signal.SIGTERM)
        assert process.wait(_STOP_S) == 0, _text(log)
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on right now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_until_ready(
    process: subprocess.Popen[bytes] | Process, port: int, log: Path
) -> None:
    """Until a server on a port of this machine answers; `log` is where it writes."""
    deadline = time.monotonic() + _START_S
    while not _is_ready(port):
        assert process.poll() is None, f"serve stopped at once: {_text(log)}"
        assert time.monotonic() < deadline, f"serve never was ready: {_text(log)}"
        time.sleep(0.05)


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _text(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")
