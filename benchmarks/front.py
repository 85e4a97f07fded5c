"""The front of a server: nginx with its cache, and processes that share a socket.

The client is wrk, because one in Python asks more slowly than nginx answers.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import wrk
from benchmarks.asking import compared, feeds, get
from benchmarks.processes import free_port, make_store, serving, wait_for
from benchmarks.result import Result
from tools import nginx

_TURNS = 8
_SERVE = ("feedsvc", "serve", "--processes")
_STATIC = (
    "server {{ listen 127.0.0.1:{port}; root {folder}; default_type text/xml; }}\n"
)


def measure(posts: int) -> tuple[Result, ...]:
    """Measure a feed through nginx, and one from two processes."""
    client, program = wrk.find(), nginx.find()
    if client is None or program is None:
        missing = "wrk" if client is None else "nginx"
        return (_not_measured(f"{missing} is not installed"),)
    with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as name:
        folder = Path(name)
        make_store(folder, posts)
        with serving(folder, *_SERVE, "1", "--port") as (one, _):
            path = feeds(one)[1]
            through = _through_nginx(client, program, folder, one, path)
            with serving(folder, *_SERVE, "2", "--port") as (two, _):
                urls = [f"http://127.0.0.1:{port}{path}" for port in (two, one)]
                both = wrk.ask(client, urls, _TURNS)
    processes = compared(
        "hot feed, 2 processes", *both, against="1 process", goal="at least 1.6"
    )
    return (through, processes)


def _not_measured(reason: str) -> Result:
    return Result(what="hot feed through nginx", ours=None, unit="/s", against=reason)


def _through_nginx(
    client: str, program: str, folder: Path, upstream: int, path: str
) -> Result:
    """Rate of a feed through our nginx, as a share of that of a file with its bytes."""
    body = get(upstream, path)[2]
    (folder / "feed.xml").write_bytes(body)
    ours, theirs = free_port(), free_port()
    conf = nginx.placed(
        # The client asks for many readers: none of its requests is to be refused.
        nginx.shipped().replace("burst=29", "burst=1000000000"),
        folder,
        upstream=f"127.0.0.1:{upstream}",
        listen=[f"127.0.0.1:{ours}"],
    ).replace(nginx.NAME, "127.0.0.1")
    static = _STATIC.format(port=theirs, folder=folder)
    with _running(nginx.command(program, conf + static, folder), ours):
        urls = [
            f"http://127.0.0.1:{ours}{path}",
            f"http://127.0.0.1:{theirs}/feed.xml",
        ]
        both = wrk.ask(client, urls, _TURNS)
    what = f"hot feed through nginx, {len(body):,} bytes"
    beside = "nginx serving that file"
    return compared(what, *both, against=beside, goal="at least 0.90")


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait()
