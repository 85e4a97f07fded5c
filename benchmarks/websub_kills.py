"""`python -m benchmarks.websub_kills`: publisher and worker are killed, and nobody misses anything.

A server publishes what it is sent and tells subscribers, a worker tells them too, and one
of the two is killed at any moment, again and again, with SIGKILL. Each subscriber must
have got each article whose storing was acknowledged, in order, signed, and the same bytes
whenever a delivery comes twice.
"""

import argparse
import hashlib
import hmac
import multiprocessing
import os
import random
import re
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchmarks.processes import environment, free_port, run_feedsvc, wait_for
from benchmarks.websub import TRUSTING, Desk, subscribe
from feedsvc.cli import main as feedsvc
from feedsvc.model.stream import SITE
from feedsvc.services.websub.seal import Seal

_KEY, _SECRET = "k" * 32, "secret"
_SUBSCRIBERS = 20
_LONGEST_S = 1.5  # until one is killed
_PATIENCE_S = 180.0  # claims of a killed process end after a minute
_TITLE = re.compile(rb"<title[^>]*>(KILL-\d+)</title>")


@dataclass(slots=True)
class _Heard:
    """All that subscribers were told.

    Attributes:
        articles: codes by callback, in order, each once.
        bodies: of each delivery id.
        faults: what was wrong with deliveries.
    """

    articles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[str, bytes] = field(default_factory=dict)
    faults: set[str] = field(default_factory=set)
    deliveries: int = 0

    def take(self, path: str, headers: Message, body: bytes) -> None:
        """Note a delivery."""
        self.deliveries += 1
        digest = hmac.new(_SECRET.encode(), body, hashlib.sha256).hexdigest()
        if headers["X-Hub-Signature"] != f"sha256={digest}":
            self.faults.add("a signature is wrong")
        if self.bodies.setdefault(headers["X-Hub-Delivery"], body) != body:
            self.faults.add("a delivery was repeated with other bytes")
        known = self.articles[path]
        told = [title.decode() for title in reversed(_TITLE.findall(body))]
        known += [code for code in told if code not in known]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    heard: _Heard

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.take(self.path, self.headers, body)
        time.sleep(random.uniform(0, 0.2))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 100
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: whoever asked was killed."""


class _Process:
    """A command that lives until it is killed, and is then begun again."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._folder = folder
        self._arguments = arguments
        self.log = folder / f"{arguments[0]}.log"
        # Forked where everything is imported already: that takes a second.
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["feedsvc.cli.commands"])
        self.process = self._start()

    def kill(self) -> None:
        """Kill it, and begin it again."""
        self.process.kill()
        self.process.join()
        self.process = self._start()

    def _start(self) -> BaseProcess:
        given = environment(self._folder) | TRUSTING | {"FEEDSVC_WEBSUB__KEY": _KEY}
        process = self._context.Process(
            target=_run, args=(given, str(self.log), self._arguments)
        )
        process.start()
        return process


def _run(given: Mapping[str, str], log: str, arguments: tuple[str, ...]) -> None:
    os.environ.clear()
    os.environ.update(given)
    with Path(log).open("ab") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    feedsvc(list(arguments))


def kill(kills: int) -> tuple[int, _Heard]:
    """Publish while processes are killed; returns how much was acknowledged, and told."""
    heard = _Handler.heard = _Heard()
    with (
        tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as name,
        _Server(("127.0.0.1", 0), _Handler) as server,
    ):
        folder, port = Path(name), free_port()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        run_feedsvc(folder, "db", "upgrade")
        sealed = Seal(_KEY, None).close(_SECRET)
        address = f"http://127.0.0.1:{server.server_port}/"
        subscribe(folder, SITE, _SUBSCRIBERS, address, secret=sealed)
        killed = [
            _Process(folder, "serve", "--processes", "1", "--port", str(port)),
            _Process(folder, "worker"),
        ]
        try:
            acknowledged = _publish_amid(kills, killed, Desk(folder, port), port)
            _wait_until_told(heard, acknowledged)
        finally:
            for each in killed:
                each.process.kill()
                each.process.join()
            server.shutdown()
    return acknowledged, heard


def _publish_amid(kills: int, killed: list[_Process], desk: Desk, port: int) -> int:
    """Publish one article after another; returns how many were acknowledged."""
    published = 0
    for done in range(kills):
        _wait_for(killed[0], port)
        moment = random.uniform(0, _LONGEST_S)
        killing = threading.Timer(moment, killed[done % len(killed)].kill)
        killing.start()
        while killing.is_alive():
            try:
                desk.publish(f"KILL-{published}")
                published += 1
            except OSError:  # once more, until it is acknowledged
                time.sleep(0.05)
        print(
            f"\r{done + 1} of {kills} kills, {published} articles", end="", flush=True
        )
    print()
    return published


def _wait_for(server: _Process, port: int) -> None:
    """Wait until a server answers; its log says why it does not.

    Raises:
        RuntimeError: it never does.
    """
    for _ in range(4):
        with suppress(OSError):
            wait_for(port)
            return
    raise RuntimeError(server.log.read_text(encoding="utf-8")[-2_000:])


def _wait_until_told(heard: _Heard, acknowledged: int) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        counts = [len(codes) for codes in heard.articles.copy().values()]
        if len(counts) == _SUBSCRIBERS and min(counts) >= acknowledged:
            return
        time.sleep(0.5)


def main() -> None:
    """Kill, and say what was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    acknowledged, heard = kill(parser.parse_args().kills)
    meant = [f"KILL-{number}" for number in range(acknowledged)]
    told = [heard.articles[f"/{number}"] for number in range(_SUBSCRIBERS)]
    lost = sum(len(set(meant) - set(codes)) for codes in told)
    unordered = sum([c for c in codes if c in meant] != meant for codes in told)
    print(f"{acknowledged} articles acknowledged, {_SUBSCRIBERS} subscribers")
    print(f"{heard.deliveries} deliveries, {len(heard.bodies)} different ones")
    print(f"{lost} articles lost, {unordered} subscribers told out of order")
    print(
        "; ".join(heard.faults) or "every delivery signed, every repeated one the same"
    )


if __name__ == "__main__":
    main()
