"""`python -m tools.run_nginx`: feedsvc, and nginx before it with config/nginx.conf.

Both end on Ctrl-C, nginx first, so that it answers everybody; and when either ends.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

from tools import nginx

_FOLDER = nginx.ROOT / "var" / "nginx"
_NAMES = "localhost 127.0.0.1 [::1]"
_START_S = 60.0
_STOP_S = 40.0  # feedsvc finishes what is under way for up to 30


def main() -> int:
    """Run both; returns 0 after Ctrl-C, and 1 if one of them ended by itself."""
    parser = argparse.ArgumentParser(prog="python -m tools.run_nginx")
    parser.add_argument("--port", type=int, default=8080, help="of nginx")
    parser.add_argument(
        "--folder", type=Path, default=_FOLDER, help="of nginx's cache and log"
    )
    asked = parser.parse_args()
    program = nginx.find()
    if program is None:
        print("nginx is not installed", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _run(program, asked.folder.resolve(), asked.port)
    except KeyboardInterrupt:
        return 0
    return 1


def _run(program: str, folder: Path, port: int) -> None:
    """Run both until one of them ends."""
    folder.mkdir(parents=True, exist_ok=True)
    behind = _free_port()
    upstream = f"127.0.0.1:{behind}"
    conf = nginx.placed(
        nginx.shipped().replace(nginx.NAME, _NAMES),
        folder,
        upstream=upstream,
        listen=_addresses(port),
    )
    before = nginx.command(program, conf, folder)
    serve = (sys.executable, "-m", "feedsvc", "serve", "--host", "127.0.0.1")
    url = f"http://localhost:{port}"
    environment = {"FEEDSVC_BASE_URL": url} | os.environ
    with _running((*serve, "--port", str(behind)), environment, signal.SIGTERM) as one:
        if not _becomes_ready(one, behind):
            return
        with _running(before, os.environ, signal.SIGQUIT) as other:
            if _becomes_ready(other, port):
                print(f"nginx is {url}/ and keeps its files in {folder}", flush=True)
                os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)


@contextmanager
def _running(
    command: Sequence[str], environment: Mapping[str, str], stop: signal.Signals
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own, so that Ctrl-C reaches us alone."""
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(_STOP_S)
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            process.kill()
            process.wait()


def _becomes_ready(process: subprocess.Popen[bytes], port: int) -> bool:
    """True as soon as a server answers; False if it ends or takes too long."""
    deadline = time.monotonic() + _START_S
    while process.poll() is None and time.monotonic() < deadline:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            try:
                connection.request("GET", "/healthz")
                return connection.getresponse().status == HTTPStatus.OK
            except OSError:
                time.sleep(0.1)
    return False


def _addresses(port: int) -> list[str]:
    """Addresses of `localhost`; a machine without IPv6 has one."""
    found = [f"127.0.0.1:{port}"]
    with suppress(OSError), socket.socket(socket.AF_INET6) as listener:
        listener.bind(("::1", 0))
        found.append(f"[::1]:{port}")
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
