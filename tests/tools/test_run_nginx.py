"""`make run-nginx`: feedsvc and nginx before it, as one command that Ctrl-C ends."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feedsvc.model.feed import Format
from tests.support import nginx, paper
from tests.support.client import ask, eventually
from tests.support.process import ROOT, child_environment
from tests.support.server import free_port

FEED = paper.FEEDS["outlet"].format(Format.ATOM)


@contextmanager
def _running(url: str, folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    nginx.binary()
    options = ("--port", str(port), "--folder", str(folder / "nginx"))
    process = subprocess.Popen(
        (sys.executable, "-m", "tools.run_nginx", *options),
        cwd=ROOT,
        env=child_environment({"FEEDSVC_DATABASE_URL": url}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_both_run_until_ctrl_c(paper_url: str, tmp_path: Path) -> None:
    """The shipped limits and cache hold; links lead to nginx; no port stays taken."""
    port = free_port()
    with _running(paper_url, tmp_path, port) as process:
        assert process.stdout is not None
        assert f"http://localhost:{port}/" in process.stdout.readline()
        base = f"http://127.0.0.1:{port}"
        feed = eventually(lambda: ask(base, FEED), lambda answer: answer.status == 200)
        assert f'href="http://localhost:{port}{FEED}"' in feed.text
        told = {ask(base, FEED).status for _ in range(40)}
        assert told == {200, 429}
        assert nginx.kept(tmp_path / "nginx") == 1
        with pytest.raises(ConnectionError):
            ask(base, "/", {"Host": "evil.example"})
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_neither_runs_without_the_other(tmp_path: Path) -> None:
    """A database that is not migrated is refused by feedsvc, which says so."""
    with _running(f"sqlite:///{tmp_path}/empty.db", tmp_path, free_port()) as process:
        assert process.wait(60) == 1
        assert process.stderr is not None
        assert "feedsvc db upgrade" in process.stderr.read()


def test_a_port_that_is_taken_is_told(paper_url: str, tmp_path: Path) -> None:
    """The message is nginx's own; feedsvc ends too."""
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        _running(paper_url, tmp_path, taken.getsockname()[1]) as process,
    ):
        assert process.wait(60) == 1
        assert process.stderr is not None
        assert f"127.0.0.1:{taken.getsockname()[1]}" in process.stderr.read()
