"""Processes: which one this is, and whether another one still runs."""

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from feedsvc.model.import_run import Process, Run, RunState

# Of a process on another host nothing is known but when it was last heard of.
_SILENT = timedelta(minutes=10)
_BORN = 19  # of the fields behind the name in /proc/PID/stat
_ENDED = "Z"  # and its parent has not asked how


def this_process() -> Process:
    """The process that asks."""
    pid = os.getpid()
    return Process(_host(), pid, _status(pid)[1])


def state_of(run: Run, now: datetime) -> RunState:
    """State of an import: one that has no end is killed if its process is gone."""
    if run.state is not RunState.RUNNING:
        return run.state
    if run.process.host == _host() and os.name == "posix":
        is_alive = _is_alive(run.process)
    else:
        is_alive = now - run.seen_at < _SILENT
    return RunState.RUNNING if is_alive else RunState.KILLED


def _host() -> str:
    """The machine; in a container that counts its own processes, the container."""
    try:
        space = os.stat("/proc/self/ns/pid").st_ino  # noqa: PTH116 - no file is meant
    except OSError:
        space = 0
    return f"{socket.gethostname()} {space}"


def _is_alive(process: Process) -> bool:
    """True if it runs, and is not another one with the number of one that has ended."""
    try:
        os.kill(process.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is another user's
    state, born = _status(process.pid)
    is_other = bool(process.born and born) and process.born != born
    return state != _ENDED and not is_other


def _status(pid: int) -> tuple[str, int]:
    """State of a process and when it began; neither is known of every one."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "", 0
    fields = status.rpartition(")")[2].split()  # behind its name: proc(5)
    return fields[0], int(fields[_BORN])
