"""The front: one line in the log for each request, which nobody outside can shape."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.client import ask, ask_on, connect

LINE = re.compile(
    r"time=\S+ \S+ level=INFO event=request method=(\S+) path=(\S+) status=(\d{3})"
    r" ms=\d+\.\d"
)


@pytest.fixture
def logged(
    sqlite_url: str, server: Callable[..., str], tmp_path: Path
) -> Callable[..., list[tuple[str, str, str]]]:
    """Sends requests, and gives method, path and status of the lines they left."""
    base_url = server(sqlite_url)
    log = tmp_path / f"serve-{base_url.rpartition(':')[2]}.log"

    def send(*targets: str, **headers: str) -> list[tuple[str, str, str]]:
        before = len(log.read_bytes())
        for target in targets:
            ask(base_url, target, headers)
        new = log.read_bytes()[before:].decode()
        assert new.endswith("\n")
        lines = [LINE.fullmatch(line) for line in new.splitlines()]
        assert all(lines), new
        return [(m[1], m[2], m[3]) for m in lines if m]

    return send


Logged = Callable[..., list[tuple[str, str, str]]]


def test_a_request_leaves_one_line(logged: Logged) -> None:
    """A feed, a page, a share link and a dead end alike."""
    assert logged("/atom.xml", "/", "/s/NW0000", "/robots.txt") == [
        ("GET", "/atom.xml", "200"),
        ("GET", "/", "200"),
        ("GET", "/s/NW0000", "404"),
        ("GET", "/robots.txt", "200"),
    ]


def test_a_path_cannot_forge_a_line(logged: Logged) -> None:
    """Line ends, escapes, spaces and NUL are written percent-encoded."""
    forged = "/x%0atime=now%20level=INFO%20event=request%0d%1b[31m%00%7f%C2%85%E2%80%A8"
    ((_method, path, status),) = logged(forged)
    assert status == "404"
    assert path == (
        "/x%0Atime%3Dnow%20level%3DINFO%20event%3Drequest%0D%1B%5B31m"
        "%00%7F%C2%85%E2%80%A8"
    )


def test_a_line_tells_nothing_of_who_asked(logged: Logged) -> None:
    """Neither query nor address nor any header; a path once, in the form it came in."""
    assert logged(
        "/days/x/?token=secret&ip=203.0.113.9",
        **{
            "X-Forwarded-For": "203.0.113.9",
            "User-Agent": "secret",
            "Cookie": "secret",
        },
    ) == [("GET", "/days/x/", "404")]


def test_any_bytes_of_a_path_are_logged(logged: Logged) -> None:
    """Chinese, and what is no UTF-8 at all."""
    assert logged("/%E5%BF%AB", "/%ff%fe") == [
        ("GET", "/%E5%BF%AB", "404"),
        ("GET", "/%FF%FE", "404"),
    ]


def test_answers_keep_their_order_on_one_connection(site: str) -> None:
    """Bodies, no bodies and errors in turn leave a kept connection in step."""
    statuses = []
    with closing(connect(site)) as connection:
        for method, path in (
            ("HEAD", "/"), ("GET", "/atom.xml"), ("HEAD", "/nowhere"), ("GET", "/s/NW0"),
            ("OPTIONS", "/rss.xml"), ("GET", "/healthz"),
        ):  # fmt: skip
            statuses.append(ask_on(connection, path, method=method).status)
    assert statuses == [200, 200, 404, 404, 204, 200]
