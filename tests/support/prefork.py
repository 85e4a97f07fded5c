"""Processes of `feedsvc` forked from one that has imported it all: real, and quick to start.

Starting Python and importing everything takes longer than most commands. A parent, started
once by each process that runs tests, does it for all of them and forks one process for each
command. Run as a program, this module is that parent; `start` asks it.
"""

import array
import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, NoReturn

import feedsvc

_ROOT = Path(__file__).resolve().parents[2]
_MESSAGE_BYTES = 1 << 17


class Process:
    """A command under way, with as much of `subprocess.Popen` as tests use."""

    def __init__(self, pid: int, told: socket.socket) -> None:
        """Watch a process; `told` gives its exit status once, when it has ended."""
        self.pid = pid
        self._told = told
        self._status: int | None = None

    def poll(self) -> int | None:
        """The exit status, if it has ended; minus the signal that ended it."""
        return self._status_within(0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, as soon as it has ended.

        Raises:
            TimeoutExpired: it has not, in so many seconds.
        """
        status = self._status_within(timeout)
        if status is None:
            raise subprocess.TimeoutExpired("feedsvc", timeout or 0)
        return status

    def send_signal(self, number: signal.Signals) -> None:
        """Signal it, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _status_within(self, timeout: float | None) -> int | None:
        if self._status is None and select.select([self._told], [], [], timeout)[0]:
            self._status = int(self._told.recv(16))
            self._told.close()
        return self._status


def is_possible(environment: Mapping[str, str]) -> bool:
    """True if a process with these variables may be forked: Python's are the same."""
    return _of_python(environment) == _of_python(os.environ | _ADDED)


def start(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    *,
    output: int,
    errors: int,
) -> Process:
    """Run `feedsvc` with nothing to read; `output` and `errors` are file descriptors."""
    here, there = socket.socketpair(type=socket.SOCK_SEQPACKET)
    asked = {"arguments": arguments, "environment": dict(environment)}
    message = json.dumps(asked | {"folder": str(folder)}).encode()
    with there:
        fds = array.array("i", [there.fileno(), output, errors])
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)
        _parent().sendmsg([message], [rights])
    return Process(int(here.recv(16)), here)


_ADDED = {"PYTHONPATH": str(_ROOT)}


def _of_python(environment: Mapping[str, str]) -> dict[str, str]:
    late = ("FEEDSVC_", "PYTEST_")
    return {k: v for k, v in environment.items() if not k.startswith(late)}


@cache
def _parent() -> socket.socket:
    """The socket on which the parent is asked; it ends when this process does."""
    here, there = socket.socketpair(type=socket.SOCK_SEQPACKET)
    with there:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.prefork", str(there.fileno())],
            pass_fds=[there.fileno()],
            env=_of_python(os.environ) | _ADDED,
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    atexit.register(process.wait)
    atexit.register(here.close)  # first: it ends the parent
    return here


def _serve(control: socket.socket) -> None:
    """Fork a process for each message, and one beside it that tells how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those beside
    while True:
        message, fds, _, _ = socket.recv_fds(control, _MESSAGE_BYTES, 3)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            _attend(json.loads(message), *fds)
        for fd in fds:
            os.close(fd)


def _attend(asked: dict[str, Any], told: int, output: int, errors: int) -> NoReturn:
    """Run the command in a process of its own, and tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid:
        _tell(pid, told, output, errors)
    os.close(told)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    os.close(output)
    os.close(errors)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _run(**asked)


def _run(*, arguments: list[str], environment: dict[str, str], folder: str) -> NoReturn:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.exit(import_module("feedsvc.cli").main(arguments))


def _tell(pid: int, told: int, output: int, errors: int) -> NoReturn:
    os.close(output)
    os.close(errors)
    os.write(told, str(pid).encode())
    _, status = os.waitpid(pid, 0)
    os.write(told, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _main() -> None:
    packages = (feedsvc.__path__, "feedsvc.")
    ours = (module.name for module in walk_packages(*packages))
    for name in (*(name for name in ours if name != "feedsvc.__main__"), "psycopg"):
        import_module(name)
    gc.freeze()  # or each would go through all of it once more as it ends
    _serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    _main()
