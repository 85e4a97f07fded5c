"""Several processes of one server: one that dies is replaced, and none is left behind."""

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.client import ask
from tests.support.process import child_environment, start
from tests.support.server import free_port, wait_until_ready


def _wait(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _is_running(pid: int) -> bool:
    """True for a living process; one that ended and was not waited for is none."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_processes_come_and_go_together(sqlite_url: str, tmp_path: Path) -> None:
    """A killed one's place is taken; with the supervisor killed, all end by themselves."""
    port, log = free_port(), tmp_path / "serve.log"
    base_url = f"http://127.0.0.1:{port}"
    variables = {"FEEDSVC_DATABASE_URL": sqlite_url, "FEEDSVC_SERVE__PROCESSES": "2"}

    def started(role: str) -> list[int]:
        """Process ids of a role, in the order of their beginning."""
        found = re.findall(rf"event=started process={role} pid=(\d+)", log.read_text())
        return [int(pid) for pid in found]

    with log.open("wb") as output:
        arguments = ["serve", "--port", str(port)]
        supervisor = start(
            arguments,
            child_environment(variables),
            tmp_path,
            output=output.fileno(),
            errors=output.fileno(),
        )
    try:
        wait_until_ready(supervisor, port, log)
        assert len(started("serve")) == 2
        assert len(started("work")) == 1
        os.kill(started("serve")[0], signal.SIGKILL)
        assert {ask(base_url, "/atom.xml").status for _ in range(20)} == {200}
        _wait(lambda: len(started("serve")) == 3)
        assert "event=ended process=serve" in log.read_text()
        supervisor.kill()
        every = [*started("serve"), *started("work")]
        _wait(lambda: not any(map(_is_running, every)))
    finally:
        supervisor.kill()
        supervisor.wait()
