"""`python -m benchmarks.http_client PORT[,PORT] SECONDS STATUS[,STATUS] FILE[,FILE]`: asks servers.

A process of its own, so that it takes no server's interpreter: four connections to each
server that are kept, each asking for the targets of its FILE in turn, one a line, each with
a header behind it if there is a tab. Several servers take turns of a second, so that
whatever else the machine does slows all alike. Prints for each the median and the 99th
percentile in milliseconds, and the requests a second of every turn. Speaks only to this
machine.
"""

import socket
import sys
from itertools import cycle
from pathlib import Path
from threading import Thread
from time import perf_counter

CONNECTIONS = 4
_TURN_S = 1.0
_AGENTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_{0} like Mac OS X) MicroMessenger/8.0.{1}",
    "Mozilla/5.0 (Linux; Android 13; M{1}J2SC) Chrome/{0}.0 Mobile Safari/537.36 Weibo",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.{1}.{0} Safari/537.36",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
)
_REFERERS = ("", "Referer: https://weibo.com/u/1\r\n", "Referer: https://t.co/x\r\n")


class _Client:
    """One connection, and how long each of its requests took."""

    def __init__(self, port: int, requests: list[bytes], status: bytes) -> None:
        self.took: list[float] = []
        self._peer = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests = cycle(requests)
        self._status = b" " + status + b" "

    def ask_until(self, end: float) -> None:
        """Ask one request after the other."""
        for request in self._requests:
            started = perf_counter()
            if started > end:
                return
            self._peer.sendall(request)
            self._read_answer()
            self.took.append(perf_counter() - started)

    def _read_answer(self) -> None:
        got = b""
        while (head_end := got.find(b"\r\n\r\n")) < 0:
            got += self._receive()
        if self._status not in got[:16]:
            raise RuntimeError(f"not {self._status!r}: {got[:80]!r}")
        head = got[:head_end].lower()
        _, named, rest = head.partition(b"content-length:")
        size = int(rest.split(b"\r\n", 1)[0]) if named else 0  # a 304 has none
        missing = head_end + 4 + size - len(got)
        while missing > 0:
            missing -= len(self._receive())

    def _receive(self) -> bytes:
        got = self._peer.recv(65_536)
        if not got:
            raise RuntimeError("the server closed the connection")
        return got


class _Clients:
    """All connections to one server."""

    def __init__(self, port: int, requests: list[bytes], status: bytes) -> None:
        self._each = [
            _Client(port, requests[n::CONNECTIONS] or requests, status)
            for n in range(CONNECTIONS)
        ]
        self._rates: list[float] = []

    def ask_for(self, seconds: float) -> None:
        """Ask all at once."""
        started, before = perf_counter(), self._asked
        threads = [
            Thread(target=client.ask_until, args=(started + seconds,))
            for client in self._each
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = perf_counter() - started
        self._rates.append((self._asked - before) / seconds)

    @property
    def _asked(self) -> int:
        return sum(len(client.took) for client in self._each)

    def __str__(self) -> str:
        took = sorted(moment for client in self._each for moment in client.took)
        shares = (1_000 * took[int(len(took) * share)] for share in (0.5, 0.99))
        return " ".join(map(str, (*shares, *self._rates)))


def main() -> None:
    """Ask for so long, and print a line of numbers for each server."""
    ports, seconds, statuses, files = (given.split(",") for given in sys.argv[1:])
    servers = [
        _Clients(int(port), _requests(Path(file)), status.encode())
        for port, status, file in zip(
            ports, cycle(statuses), cycle(files), strict=False
        )
    ]
    for turn in range(round(float(seconds[0]) / _TURN_S)):
        for clients in servers if turn % 2 else reversed(servers):
            clients.ask_for(_TURN_S)
    print(*servers, sep="\n")


def _requests(file: Path) -> list[bytes]:
    targets = file.read_text(encoding="ascii").splitlines()
    return [_spelt(target, number) for number, target in enumerate(targets)]


def _spelt(target: str, number: int) -> bytes:
    # As many versions as there are phones: counting clicks has to tell them apart.
    agent = _AGENTS[number % len(_AGENTS)].format(number % 97, number)
    target, _, header = target.partition("\t")
    referer = _REFERERS[number % len(_REFERERS)] + (f"{header}\r\n" if header else "")
    head = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {agent}\r\n"
    return f"{head}{referer}\r\n".encode()


if __name__ == "__main__":
    main()
