"""Running by command: migrations, the doctor, the worker, and a server that is told to stop."""

import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import urlsplit

import pytest

from tests.support.client import ask, eventually
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.process import COMMAND, child_environment
from tests.support.server import serving

Run = Callable[..., CompletedProcess[str]]
Serve = Callable[..., str]
CODE = "NW202611010000000001"


def bring_in(database_url: str, folder: Path, *posts: Post) -> None:
    """Import posts in this process."""
    cases = use_cases(database_url)
    cases.importer.run(write_archive(folder / "archive", posts), Silent())
    cases.database.dispose()


def due_in(seconds: int) -> Post:
    """A post that is scheduled for a moment from now."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    return Post(
        stem=f"2026-11-01-{CODE}",
        title="到点就来",
        date=f"{moment:%Y-%m-%d %H:%M:%S} +0000",
    )


def test_upgrade_may_be_run_again(feedsvc: Run, empty_database_url: str) -> None:
    """It says where the database is, and a second run changes nothing."""
    settings = {"FEEDSVC_DATABASE_URL": empty_database_url}
    first = feedsvc("db", "upgrade", settings=settings)
    again = feedsvc("db", "upgrade", settings=settings)
    assert first.returncode == again.returncode == 0
    assert first.stdout == again.stdout
    assert first.stdout.startswith("The database is at ")


def test_the_doctor_finds_a_fit_site_fit(feedsvc: Run, database_url: str) -> None:
    """A line for each thing, all of them ok."""
    done = feedsvc("doctor", settings={"FEEDSVC_DATABASE_URL": database_url})
    assert (done.returncode, done.stderr) == (0, "")
    assert all(line.startswith("ok   ") for line in done.stdout.splitlines())
    for thing in (
        "database: reachable",
        "migrations: ",
        "due work: none",
        "revision: ",
    ):
        assert f"ok   {thing}" in done.stdout


def test_the_doctor_names_what_it_looks_at(feedsvc: Run, sqlite_url: str) -> None:
    """Its version, its configuration, the database's absolute path, and its worries."""
    settings = {
        "FEEDSVC_DATABASE_URL": f"sqlite:///{Path(sqlite_url).name}",
        "FEEDSVC_SERVE__HOST": "0.0.0.0",  # noqa: S104 - nothing listens
    }
    done = feedsvc("doctor", "--full", settings=settings)
    assert done.returncode == 0
    assert "ok   version: " in done.stdout
    assert "ok   configuration: no file" in done.stdout
    assert f"ok   place: {sqlite_url.removeprefix('sqlite:///')}\n" in done.stdout
    assert "WARN base address: links say http://0.0.0.0:8080" in done.stdout
    assert "ok   integrity: " in done.stdout


def test_the_doctor_tells_no_password(feedsvc: Run) -> None:
    """Of a server it names host, port and database."""
    url = "postgresql://reader:s3cret@127.0.0.1:1/news"
    done = feedsvc("doctor", settings={"FEEDSVC_DATABASE_URL": url})
    assert done.returncode == 1
    assert "ok   place: PostgreSQL 127.0.0.1:1/news" in done.stdout
    assert "s3cret" not in done.stdout + done.stderr


def test_the_doctor_says_what_is_missing(feedsvc: Run, empty_database_url: str) -> None:
    """And what to do about it."""
    settings = {"FEEDSVC_DATABASE_URL": empty_database_url}
    done = feedsvc("doctor", settings=settings)
    assert done.returncode == 1
    assert "BAD  database: " in done.stdout
    assert "run `feedsvc db upgrade`" in done.stdout


def test_a_scheduled_article_appears_by_itself(
    database_url: str, server: Serve, tmp_path: Path
) -> None:
    """First on no surface, then, once due, on its page, by its link and in the feed."""
    base_url = server(database_url)
    assert ask(base_url, "/atom.xml").status == 200
    bring_in(database_url, tmp_path, due_in(4))
    assert ask(base_url, f"/s/{CODE}").status == 404
    share = eventually(
        lambda: ask(base_url, f"/s/{CODE}"), lambda answer: answer.status == 301
    )
    assert "到点就来" in ask(base_url, share.location).text
    eventually(
        lambda: ask(base_url, "/categories/gundong/atom.xml"),
        lambda answer: "到点就来" in answer.text,
    )
    assert ask(base_url, "/readyz").status == 200


def test_a_worker_lets_in_what_is_due(
    database_url: str, server: Serve, tmp_path: Path
) -> None:
    """Without serving; told to stop, it does, with exit status 0."""
    base_url = server(database_url)
    with subprocess.Popen(
        [*COMMAND, "worker"],
        env=child_environment({"FEEDSVC_DATABASE_URL": database_url}),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stderr
        try:
            assert any("event=working" in line for line in worker.stderr)
            bring_in(database_url, tmp_path, due_in(1))
            eventually(
                lambda: ask(base_url, f"/s/{CODE}"), lambda answer: answer.status == 301
            )
        finally:  # or whatever failed would wait for it
            worker.send_signal(signal.SIGTERM)
        _out, log = worker.communicate(timeout=20)
    assert worker.returncode == 0
    assert "Traceback" not in log


@pytest.fixture(params=["1", "2"], ids="{} process(es)".format)
def heavy_site(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path
) -> Iterator[tuple[str, ExitStack]]:
    """A server with a feed of megabytes, and what stops it."""
    posts = [
        Post(
            stem=f"2026-11-01-2026110100000000{number:02}",
            title=f"长文{number}",
            date=f"2026-11-01 08:00:{number:02}",
            body=f"<p>{'很长的正文。' * 4_000}</p>",
        )
        for number in range(50)
    ]
    bring_in(sqlite_url, tmp_path, *posts)
    with ExitStack() as running:
        variables = {
            "FEEDSVC_DATABASE_URL": sqlite_url,
            "FEEDSVC_SERVE__THREADS": "2",
            "FEEDSVC_SERVE__PROCESSES": request.param,
        }
        yield running.enter_context(serving(variables, tmp_path)), running


class Slow:
    """A client that takes its time: small buffers, and nothing read until told."""

    def __init__(self, base_url: str, request: bytes) -> None:
        """Connect, and send."""
        place = urlsplit(base_url)
        self.peer = socket.socket()
        self.peer.settimeout(20)
        self.peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        self.peer.connect((place.hostname, place.port))
        self.peer.sendall(request)

    def finish(self, rest: bytes = b"") -> tuple[int, int]:
        """Send the rest, read all; gives status and bytes of the body."""
        with closing(self.peer):
            self.peer.sendall(rest)
            response = HTTPResponse(self.peer)
            response.begin()
            return response.status, len(response.read())


def wait_until_closed(base_url: str) -> None:
    """Until the server takes nobody new: it was told to stop."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        probe = HTTPConnection(urlsplit(base_url).netloc, timeout=1)
        try:
            probe.connect()
        except OSError:
            return
        finally:
            probe.close()
        time.sleep(0.02)
    raise AssertionError("the server still takes connections")


def test_sigterm_loses_no_request(heavy_site: tuple[str, ExitStack]) -> None:
    """Answers under way, queued ones, and a request half sent are all finished."""
    base_url, running = heavy_site
    whole = b"GET /atom.xml HTTP/1.1\r\nHost: x\r\n\r\n"
    size = len(ask(base_url, "/atom.xml").body)
    assert size > 1_000_000
    slow = [Slow(base_url, whole) for _ in range(12)]
    half = Slow(base_url, whole[:10])
    finished: list[tuple[int, int]] = []

    def read_after_the_signal() -> None:
        wait_until_closed(base_url)
        finished.append(half.finish(whole[10:]))
        finished.extend(client.finish() for client in slow)

    reader = threading.Thread(target=read_after_the_signal)
    reader.start()
    running.close()  # SIGTERM; insists on exit status 0
    reader.join()
    assert finished == [(200, size)] * 13


def test_sigterm_ends_a_busy_connection(sqlite_url: str, tmp_path: Path) -> None:
    """Who asks on and on gets answers until told to close, and so keeps nobody up."""
    statuses: list[int] = []

    def ask_on_and_on(base_url: str) -> None:
        with closing(HTTPConnection(urlsplit(base_url).netloc, timeout=20)) as kept:
            response = None
            while response is None or response.headers["Connection"] != "close":
                kept.request("GET", "/healthz")
                response = kept.getresponse()
                response.read()
                statuses.append(response.status)

    with serving({"FEEDSVC_DATABASE_URL": sqlite_url}, tmp_path) as base_url:
        asking = threading.Thread(target=ask_on_and_on, args=(base_url,))
        asking.start()
        while len(statuses) < 20:
            time.sleep(0.01)
    asking.join()
    assert set(statuses) == {200}


def test_sigterm_ends_an_idle_server_at_once(sqlite_url: str, tmp_path: Path) -> None:
    """A connection that is only kept does not hold it up."""
    variables = {"FEEDSVC_DATABASE_URL": sqlite_url}
    with serving(variables, tmp_path) as base_url:
        kept = HTTPConnection(urlsplit(base_url).netloc, timeout=10)
        kept.request("GET", "/healthz")
        kept.getresponse().read()
    kept.close()
