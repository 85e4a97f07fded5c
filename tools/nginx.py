"""nginx as an ordinary user runs it: config/nginx.conf, with only its places changed.

Places are what differs from host to host: where it listens, its name, where the server
behind it is, and the folder of its cache. Knows nothing of that server.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "news.example.com"  # as the file is shipped
_MAIN = """{user}daemon off;
worker_processes {workers};
pid {folder}/pid;
error_log {folder}/error.log info;
events {{ worker_connections 1024; }}
http {{
server_names_hash_bucket_size 64;
access_log off;
sendfile on;
tcp_nopush on;
types {{ text/html html; text/xml xml rss; application/json json; }}
default_type application/octet-stream;
{temporary}
{conf}
}}
"""


def find() -> str | None:
    """The machine's nginx; Debian keeps it where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def shipped() -> str:
    """The configuration as it is shipped."""
    return (ROOT / "config" / "nginx.conf").read_text(encoding="utf-8")


def placed(conf: str, folder: Path, *, upstream: str, listen: Sequence[str]) -> str:
    """A configuration with its places changed; whoever wants another name replaces `NAME`.

    Args:
        conf: the shipped one, or one made from it.
        folder: where its cache is.
        upstream: host and port of the server behind it, or `unix:` and a path.
        listen: addresses with ports; the shipped file has one for each version of IP.
    """
    lines = "".join(rf"\1listen {address};\n" for address in listen)
    conf = _changed(conf, r"(?m)^( *)listen 80;\n", lines)
    conf = _changed(conf, r"(?m)^ *listen \[::\]:80;\n", "")
    conf = _changed(conf, r"127\.0\.0\.1:8080", upstream)
    return _changed(conf, r"/var/cache/nginx/feedsvc", str(folder / "cache"))


def command(
    program: str, conf: str, folder: Path, *, workers: str = "auto"
) -> list[str]:
    """The command that runs nginx in the foreground, with this in its http context."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    file = folder / "nginx.conf"
    text = _MAIN.format(
        user="user root;\n" if os.geteuid() == 0 else "",
        workers=workers,
        folder=folder,
        temporary="\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds),
        conf=conf,
    )
    file.write_text(text, encoding="utf-8")
    return [program, "-p", str(folder), "-c", str(file)]


def faults(line: Sequence[str]) -> str:
    """Errors and warnings that nginx has about the configuration of a command."""
    checked = subprocess.run([*line, "-t"], capture_output=True, text=True, check=False)
    told = checked.stderr.splitlines()
    if checked.returncode == 0:
        told = [each for each in told if "[warn]" in each]
    return "\n".join(told)


def _changed(conf: str, pattern: str, new: str) -> str:
    conf, found = re.subn(pattern, new, conf)
    if not found:
        raise ValueError(f"the configuration has no {pattern}")
    return conf
