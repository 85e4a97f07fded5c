"""The site as a whole: what every page's answer carries, and other servers under it."""

import gzip
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.support import paper
from tests.support.client import ask, ask_on, connect
from tests.support.process import ROOT, child_environment

PAGES = pytest.mark.parametrize("path", ["/", paper.STORY_PATH, "/categories/"])


@PAGES
def test_a_page_is_304_to_who_has_it(site: str, path: str) -> None:
    """With either form's tag, on a connection that stays in step."""
    with closing(connect(site)) as connection:
        for encoding in ({}, {"Accept-Encoding": "gzip"}):
            full = ask_on(connection, path, encoding)
            known = {"If-None-Match": full.headers["ETag"], **encoding}
            again = ask_on(connection, path, known)
            assert (again.status, again.body) == (304, b"")
            for name in ("ETag", "Cache-Control", "Vary"):
                assert again.headers[name] == full.headers[name]


@PAGES
def test_a_page_may_be_smaller(site: str, path: str) -> None:
    """Gzip gives the same page under a tag of its own."""
    plain = ask(site, path)
    small = ask(site, path, {"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@PAGES
def test_head_is_get_without_a_body(site: str, path: str) -> None:
    """HEAD gives GET's headers."""
    head, full = ask(site, path, method="HEAD"), ask(site, path)
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(full.body))
    assert head.headers["ETag"] == full.headers["ETag"]


@PAGES
def test_a_page_may_be_kept_for_a_minute(site: str, path: str) -> None:
    """Long enough to take a rush, short enough for a retraction."""
    assert ask(site, path).headers["Cache-Control"] == "public, max-age=60"


def test_assets_may_be_kept(site: str) -> None:
    """Their addresses change with their content."""
    answer = ask(site, "/static/site.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age=86400" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/categories", "//categories/", f"/categories/{paper.ROLLING}"]
)
def test_routing_never_redirects_by_itself(site: str, path: str) -> None:
    """A redirect of Flask's would name the Host that the client sent."""
    assert ask(site, path, {"Host": "evil.example"}).status in {200, 404}


_UNDER_WSGIREF = """
import sys
from wsgiref.simple_server import make_server
from wsgiref.validate import validator
from wsgi import app
with make_server("127.0.0.1", 0, validator(app)) as server:
    print(server.server_port, flush=True)
    for _ in range(int(sys.argv[1])):
        server.handle_request()
"""


def test_wsgi_app_serves_under_any_server(sqlite_url: str, tmp_path: Path) -> None:
    """The standard library's server, with its check of the WSGI rules in between."""
    paper.fill(sqlite_url, tmp_path / "archive")
    asked = [
        ("GET", "/", 200),
        ("GET", "/atom.xml", 200),
        ("HEAD", "/rss.xml", 200),
        ("GET", f"/s/{paper.STORY}", 301),
        ("GET", "/s/NW0000", 404),
        ("OPTIONS", "/feed.json", 204),
        ("HEAD", paper.STORY_PATH, 200),
    ]
    with subprocess.Popen(
        [sys.executable, "-c", _UNDER_WSGIREF, str(len(asked))],
        env=child_environment({"FEEDSVC_DATABASE_URL": sqlite_url})
        | {"PATH": os.defpath},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        base_url = f"http://127.0.0.1:{int(process.stdout.readline())}"
        statuses = [
            ask(base_url, path, method=method).status for method, path, _ in asked
        ]
        _out, errors = process.communicate(timeout=20)
    assert statuses == [status for _, _, status in asked], errors
    assert "AssertionError" not in errors
    assert process.returncode == 0
