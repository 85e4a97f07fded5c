"""Clicks over HTTP: what counts as one, by whom, and that a server loses none of them."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import make_url, text

from feedsvc.model.info_code import InfoCode
from feedsvc.store.database.engine import Database
from tests.support.client import ask, eventually
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.process import COMMAND, child_environment
from tests.support.server import free_port, serving, wait_until_ready

CODE = "NW202611010000000001"
OTHER = "NW202611010000000002"
SHARE = f"/html_News/NewsShare.html?infoCode={CODE}"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML,"
    " like Gecko) Mobile/15E148 MicroMessenger/8.0.44(0x18002c2c) NetType/WIFI"
)
PERSON = {"User-Agent": PHONE}
ROBOT = {"User-Agent": "facebookexternalhit/1.1"}


@pytest.fixture
def filled_url(database_url: str, tmp_path: Path) -> str:
    """A database with two articles, one of them retracted."""
    posts = [
        Post(stem=f"2026-11-01-{code}", title=code, date="2026-11-01 08:00:00")
        for code in (CODE, OTHER)
    ]
    cases = use_cases(database_url)
    cases.importer.run(write_archive(tmp_path / "archive", posts), Silent())
    cases.decisions.retract(InfoCode(OTHER), reason="x", is_legal=False)
    cases.database.dispose()
    return database_url


Rows = list[tuple[str, str, int]]
Count = Callable[..., tuple[Rows, Rows]]


def counted(database_url: str) -> tuple[Rows, Rows]:
    """Channel, kind and number; and code, kind and number of those that led nowhere."""
    database = Database(database_url)
    clicks = "SELECT channel, kind, sum(n) FROM clicks GROUP BY 1, 2 ORDER BY 1, 2"
    misses = "SELECT code, kind, sum(n) FROM misses GROUP BY 1, 2 ORDER BY 1, 2"
    try:
        with database.read() as snapshot:
            found, missed = (
                [(row[0], row[1], int(row[2])) for row in snapshot.execute(text(query))]
                for query in (clicks, misses)
            )
            return found, [row for row in missed if row[2]]
    finally:
        database.dispose()


@pytest.fixture
def count(filled_url: str, tmp_path: Path) -> Count:
    """Sends requests to a server, stops it as an operator would, and gives its counts."""

    def run(*targets: str, headers: dict[str, str] = PERSON) -> tuple[Rows, Rows]:
        with serving({"FEEDSVC_DATABASE_URL": filled_url}, tmp_path) as base_url:
            for target in targets:
                ask(base_url, target, headers)
        return counted(filled_url)

    return run


def test_whatever_redirects_is_counted(count: Count) -> None:
    """R7: both links, damaged ones, and those of the other script: a stop loses none."""
    targets = [SHARE, f"/s/{CODE}", f"/s/{CODE.lower()}", SHARE + "%E3%80%82"]
    targets += [f"/zh-Hant{target}" for target in targets]
    assert count(*targets) == ([("direct", "human", 8)], [])


def test_channels_are_told_apart(count: Count) -> None:
    """By what an app wrote behind the link."""
    marks = ("timeline", "timeline", "groupmessage", "nobody")
    assert count(*(f"{SHARE}&from={mark}" for mark in marks))[0] == [
        ("direct", "human", 1),
        ("wechat-group", "human", 1),
        ("wechat-moments", "human", 2),
    ]


def test_a_referrer_tells_the_channel(count: Count) -> None:
    """Where no app wrote anything."""
    headers = PERSON | {"Referer": "https://weibo.com/u/1?secret"}
    assert count(SHARE, headers=headers)[0] == [("weibo", "human", 1)]


@pytest.mark.parametrize("headers", [ROBOT, {}], ids=["named", "nameless"])
def test_robots_are_counted_apart(count: Count, headers: dict[str, str]) -> None:
    """R7: a robot says who it is, and nobody's browser says nothing."""
    assert count(SHARE, headers=headers)[0] == [("direct", "bot", 1)]


def test_what_is_fetched_ahead_is_not_counted(filled_url: str, tmp_path: Path) -> None:
    """R7: nobody has asked to see it yet."""
    with serving({"FEEDSVC_DATABASE_URL": filled_url}, tmp_path) as base_url:
        for name in ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz"):
            for target in (SHARE, "/s/NOBODYS"):
                ask(base_url, target, PERSON | {name: "prefetch;prerender"})
    assert counted(filled_url) == ([], [])


def test_other_methods_are_not_counted(filled_url: str, tmp_path: Path) -> None:
    """Preview robots ask HEAD before they GET."""
    with serving({"FEEDSVC_DATABASE_URL": filled_url}, tmp_path) as base_url:
        for method in ("HEAD", "POST", "OPTIONS"):
            for target in (SHARE, "/s/NOBODYS"):
                ask(base_url, target, PERSON, method=method)
    assert counted(filled_url) == ([], [])


def test_other_pages_are_not_counted(count: Count) -> None:
    """The article itself, pictures of the link, and what was withdrawn."""
    permalink = f"/gundong/2026/11/01/{CODE}.html"
    pictures = (f"/s/{CODE}/qr.svg", "/s/NOBODYS/qr.png")
    paths = ("/", permalink, "/nowhere", f"/s/{OTHER}", *pictures)
    assert count(*paths) == ([], [])


def test_unknown_codes_are_counted(count: Count) -> None:
    """As they are normalised; whatever is malformed is one number."""
    found = count("/s/nobodys", "/s/NOBODYS%20", "/s/x", "/s/%ff%00", "/s/" + "9" * 99)
    assert found == ([], [("", "human", 3), ("NOBODYS", "human", 2)])


def test_two_servers_add_up(filled_url: str, tmp_path: Path) -> None:
    """Over one database, at the same time."""
    variables = {"FEEDSVC_DATABASE_URL": filled_url}
    with serving(variables, tmp_path) as one, serving(variables, tmp_path) as two:
        for _ in range(25):
            ask(one, SHARE, PERSON)
            ask(two, SHARE, PERSON)
    assert counted(filled_url)[0] == [("direct", "human", 50)]


@contextmanager
def to_be_killed(database_url: str, folder: Path) -> Iterator[str]:
    """The base URL of a server that gets no time to write anything down."""
    port = free_port()
    log = folder / "killed.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)],
            env=child_environment({"FEEDSVC_DATABASE_URL": database_url}),
            cwd=folder,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            wait_until_ready(process, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def test_a_kill_loses_only_the_latest(filled_url: str, tmp_path: Path) -> None:
    """What a server had time to write is there, and nothing is there twice."""
    with to_be_killed(filled_url, tmp_path) as base_url:
        for _ in range(20):
            ask(base_url, SHARE, PERSON)
        eventually(
            lambda: ask(base_url, "/healthz"),
            lambda _: counted(filled_url)[0] == [("direct", "human", 20)],
        )
        assert {ask(base_url, SHARE, PERSON).status for _ in range(5)} == {301}
    [(_channel, _kind, number)] = counted(filled_url)[0]
    assert 20 <= number <= 25


def test_nothing_personal_is_kept(filled_url: str, tmp_path: Path) -> None:
    """R7: no address, user agent, referrer, cookie or token, in the log or in the database."""
    secrets = {
        "User-Agent": f"{PHONE} secret-agent",
        "Referer": "https://weibo.com/secret-page",
        "Cookie": "secret-cookie=1",
        "X-Forwarded-For": "203.0.113.99",
        "Authorization": "Bearer secret-token",
    }
    variables = {
        "FEEDSVC_DATABASE_URL": filled_url,
        "FEEDSVC_SERVE__TRUSTED_PROXY": "127.0.0.1",
    }
    with serving(variables, tmp_path) as base_url:
        for target in (f"{SHARE}&from=secret-query", "/s/NOBODYS", "/s/!", "/stats/"):
            ask(base_url, target, secrets)
        port = urlsplit(base_url).port
    assert counted(filled_url)[0] == [("weibo", "human", 1)]
    log = (tmp_path / f"serve-{port}.log").read_text("utf-8")
    for place in (log, dump(filled_url)):
        for secret in ("secret-", "203.0.113.99", "MicroMessenger", "weibo.com"):
            assert secret not in place


def dump(database_url: str) -> str:
    """All that a database holds: of SQLite the files, of PostgreSQL every row."""
    path = make_url(database_url).database
    if database_url.startswith("sqlite:"):
        files = Path(path or "").parent.glob(f"{Path(path or '').name}*")
        return "".join(file.read_bytes().decode("latin-1") for file in files)
    database = Database(database_url)
    query = (
        "SELECT table_name FROM information_schema.tables WHERE table_schema='public'"
    )
    try:
        with database.read() as snapshot:
            tables = snapshot.execute(text(query)).scalars().all()
            rows = [
                snapshot.execute(text(f'SELECT * FROM "{table}"')).all()  # noqa: S608
                for table in tables
            ]
            return repr(rows)
    finally:
        database.dispose()
