"""More connections than a process has descriptors for: nobody is locked out, nothing spins."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.client import ask
from tests.support.process import COMMAND, child_environment
from tests.support.server import free_port, wait_until_ready

_REQUEST = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@contextmanager
def _serving(url: str, folder: Path, descriptors: int) -> Iterator[tuple[str, Path]]:
    """The base URL and the log of a server that may open so many files, and no more."""
    port, log = free_port(), folder / "serve.log"
    limited = ["sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh", *COMMAND]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*limited, "serve", "--port", str(port), "--threads", "2"],
            env=child_environment({"FEEDSVC_DATABASE_URL": url}),
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_ready(process, port, log)
        yield f"http://127.0.0.1:{port}", log
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()


def _connect(base_url: str) -> socket.socket:
    host, _, port = base_url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=20)


def test_idle_connections_make_room(sqlite_url: str, tmp_path: Path) -> None:
    """Each of 200 clients that keep their connections is answered, and so is the next."""
    with _serving(sqlite_url, tmp_path, 64) as (base_url, log), ExitStack() as kept:
        for _ in range(200):
            client = kept.enter_context(_connect(base_url))
            client.sendall(_REQUEST)
            assert client.recv(1024).startswith(b"HTTP/1.1 200")
        assert ask(base_url, "/readyz").status == 200
        text = log.read_text(encoding="utf-8")
    assert "Traceback" not in text


def test_silent_connections_spin_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """200 that say nothing: few lines in the log, and somebody who asks is answered."""
    with _serving(sqlite_url, tmp_path, 64) as (base_url, log), ExitStack() as kept:
        for _ in range(200):
            kept.enter_context(_connect(base_url))
        assert ask(base_url, "/readyz").status == 200
        text = log.read_text(encoding="utf-8")
    assert "Traceback" not in text
    assert len(text.splitlines()) < 200


def test_requests_that_stop_arriving_go(sqlite_url: str, tmp_path: Path) -> None:
    """Half a request holds its place for seconds, and not for good."""
    with _serving(sqlite_url, tmp_path, 64) as (base_url, log), ExitStack() as kept:
        for _ in range(60):
            client = kept.enter_context(_connect(base_url))
            client.sendall(_REQUEST[:20])
        assert ask(base_url, "/readyz").status == 200
        text = log.read_text(encoding="utf-8")
    assert "Traceback" not in text
