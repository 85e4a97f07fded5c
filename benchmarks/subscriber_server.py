"""`python -m benchmarks.subscriber_server PORT`: any number of WebSub subscribers.

Each path is a callback, which takes whatever is posted to it. `/healthz` answers too, and
`/told` says of the callbacks that were told: how many there are, and when the first and
the last were told for the first time, by the clock of this machine.
"""

import asyncio
import json
import sys
import time
from asyncio import StreamReader, StreamWriter

_TOLD: dict[bytes, float] = {}


async def _converse(reader: StreamReader, writer: StreamWriter) -> None:
    """Answer one request after the other on a connection."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            method, path, *_ = head.split(b" ", 2)
            if method == b"POST":
                length = head.lower().partition(b"content-length: ")[2]
                await reader.readexactly(int(length.partition(b"\r\n")[0]))
                _TOLD.setdefault(path, time.time())
            body = _state() if path == b"/told" else b""
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
            writer.write(body)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def _state() -> bytes:
    times = _TOLD.values()
    state = {
        "n": len(times),
        "first": min(times, default=0),
        "last": max(times, default=0),
    }
    return json.dumps(state).encode()


async def _serve(port: int) -> None:
    server = await asyncio.start_server(_converse, "127.0.0.1", port, backlog=1_000)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
