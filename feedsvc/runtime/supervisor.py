"""The supervisor: processes that share a listening address, kept alive and ended together.

It answers nothing and opens no database itself, so that each child can be a copy of it.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType

from feedsvc.log import fail, log, warn

_TICK_S = 0.2
_STOP_S = 35.0  # more than a server takes to answer what is under way
_SOON_S = 10.0  # a process that ends within so long is given more time to recover
_LONGEST_PAUSE_S = 30.0


@dataclass(frozen=True, slots=True)
class Role:
    """Task of one child.

    Attributes:
        name: in the log.
        run: does it until SIGTERM or SIGINT; returns the exit status.
    """

    name: str
    run: Callable[[], int]


@dataclass(slots=True)
class _Child:
    """A process, or the wait until its next one."""

    role: Role
    pid: int = 0  # 0 while there is none
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = field(default=0)


class Supervisor:
    """Children of this process, one a role."""

    def __init__(self, roles: Sequence[Role], *, on_stop: Callable[[], None]) -> None:
        """Prepare; nothing is started yet.

        Args:
            roles: of the children, each of which gets a copy of this process.
            on_stop: called before the children are told to stop.
        """
        self._children = [_Child(role) for role in roles]
        self._on_stop = on_stop
        self._is_stopping = threading.Event()
        # A child reads it to its end, which comes with the supervisor's, however it ends.
        self._alive, self._held = os.pipe()

    def run(self) -> int:
        """Keep every child running until SIGTERM or SIGINT, then end them; returns 0."""

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self._is_stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        while not self._is_stopping.is_set():
            for child, status in self._ended():
                self._plan_next(child, status)
            for child in self._children:
                if not child.pid and time.monotonic() >= child.start_at:
                    self._start(child)
            self._is_stopping.wait(_TICK_S)
        log("stopping")
        self._on_stop()
        self._end()
        return 0

    def _start(self, child: _Child) -> None:
        child.started_at = time.monotonic()
        child.pid = os.fork()
        if child.pid == 0:
            os._exit(self._be(child.role))
        log("started", process=child.role.name, pid=child.pid)

    def _be(self, role: Role) -> int:
        """Do a child's task in its own process; returns the exit status."""
        # A signal before the task has handlers of its own ends the process.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            os.close(self._held)
            threading.Thread(target=self._stop_with_supervisor, daemon=True).start()
            return role.run()
        except Exception:  # noqa: BLE001 - the one guard of a process
            fail("error", with_traceback=True, work=role.name)
            return 1
        finally:
            sys.stderr.flush()

    def _stop_with_supervisor(self) -> None:
        os.read(self._alive, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    def _ended(self) -> Iterator[tuple[_Child, int]]:
        """Children that have ended since it was last asked, with their exit status."""
        for child in self._running():
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                yield child, os.waitstatus_to_exitcode(status)
                child.pid = 0

    def _plan_next(self, child: _Child, status: int) -> None:
        now = time.monotonic()
        is_soon = now - child.started_at < _SOON_S
        child.failures = child.failures + 1 if is_soon else 0
        pause_s = min(2.0 ** (child.failures - 1), _LONGEST_PAUSE_S) if is_soon else 0.0
        child.start_at = now + pause_s
        warn("ended", process=child.role.name, pid=child.pid, status=status)

    def _end(self) -> None:
        """Tell every child to stop, and wait; one that does not is killed."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + _STOP_S
        while self._running() and time.monotonic() < deadline:
            list(self._ended())  # which forgets them
            time.sleep(0.02)
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        for child in self._running():
            os.kill(child.pid, number)

    def _running(self) -> list[_Child]:
        return [child for child in self._children if child.pid]
