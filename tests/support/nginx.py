"""A real nginx on loopback with the shipped configuration; knows no fixture."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.support.process import ROOT
from tests.support.server import free_port

HOST = {"Host": "news.example.com"}
_NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
_START_S = 20


def binary() -> str:
    """The machine's nginx; where nobody could install one, the test is skipped."""
    if _NGINX is not None:
        return _NGINX
    if os.geteuid() == 0:
        pytest.fail("no nginx: `sh tools/apt.sh nginx-light nginx` installs it")
    pytest.skip("no nginx, and not root to install one")


def shipped() -> str:
    """The configuration as it is shipped."""
    return (ROOT / "config" / "nginx.conf").read_text(encoding="utf-8")


def turned_on(conf: str, *names: str) -> str:
    """A configuration with lines that stand in it as comments, by their first words."""
    for name in names:
        conf, found = re.subn(rf"(?m)^( *)# ({re.escape(name)}.*;)$", r"\1\2", conf)
        assert found, name
    return conf


@contextmanager
def fronting(
    upstream: str, folder: Path, change: Callable[[str], str] = str
) -> Iterator[str]:
    """The base URL of nginx before a server; its `Host` is `HOST`.

    Args:
        upstream: base URL of that server, or `unix:` and a path.
        folder: where its cache, logs and temporary files are.
        change: what an operator would change in the configuration.
    """
    port = free_port()
    conf = re.sub(r"(?m)^( *)listen \[::\]:80;\n", "", change(shipped()))
    conf = re.sub(r"listen 80;", f"listen 127.0.0.1:{port};", conf)
    conf = conf.replace("127.0.0.1:8080", upstream.removeprefix("http://"))
    conf = conf.replace("/var/cache/nginx/feedsvc", str(folder / "cache"))
    command = written(conf, folder)
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def written(conf: str, folder: Path) -> list[str]:
    """The command that runs nginx with this in its http context; it must pass `nginx -t`."""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        "user root;\n"
        * (os.geteuid() == 0)
        + f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error info;\n"
        "events { worker_connections 1024; }\n"
        "http {\nserver_names_hash_bucket_size 64; access_log off;\n"
        "types { text/html html; text/xml xml rss; application/json json; }\n"
        f"default_type application/octet-stream;\n{temporary}{conf}\n}}\n",
        encoding="utf-8",
    )
    command = [binary(), "-p", str(folder), "-c", str(file)]
    checked = subprocess.run(
        [*command, "-t"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr, checked.stderr
    return command


def kept(folder: Path) -> int:
    """How many answers nginx keeps."""
    return sum(file.is_file() for file in (folder / "cache").rglob("*"))


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_S
    while True:
        assert process.poll() is None, "nginx stopped at once"
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.connect()
        except OSError:
            assert time.monotonic() < deadline, "nginx never listened"
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
