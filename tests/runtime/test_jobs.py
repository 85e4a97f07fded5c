"""Background work: what a worker does besides letting in what is due."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from feedsvc.compose.background import Background
from feedsvc.outbound.client import Outbound
from feedsvc.runtime.jobs import Threads, work_alone
from feedsvc.services.cards.maker import CardPolicy
from feedsvc.services.cards.workshop import open_workshop
from feedsvc.services.clicks import ClickCounter
from feedsvc.services.following import Following
from feedsvc.services.loads import LoadCounter
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.search.indexing import FOLLOWER, Indexing
from feedsvc.store.database.engine import Database
from tests.support.client import eventually
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.process import COMMAND, child_environment

NOW = datetime.now(UTC)


def bring_in(database_url: str, folder: Path, *days_ago: int) -> None:
    """An article of each of some days."""
    posts = [
        Post(
            stem=f"2026-11-01-NW20261101000000{days:04}",
            title=f"{days}天前",
            date=f"{NOW - timedelta(days=days, minutes=1):%Y-%m-%d %H:%M:%S +0000}",
        )
        for days in days_ago
    ]
    cases = use_cases(database_url)
    cases.importer.run(write_archive(folder / "archive", posts), Silent())
    cases.database.dispose()


def titles_with_cards(database_url: str) -> list[str]:
    """Of the articles that have a card."""
    database = Database(database_url)
    query = text(
        "SELECT title FROM articles a JOIN cards c ON c.article_id = a.id"
        " WHERE c.body_bytes > 0 ORDER BY title"
    )
    with database.read() as snapshot:
        found = list(snapshot.execute(query).scalars())
    database.dispose()
    return found


@contextmanager
def working(database_url: str, folder: Path, **settings: str) -> Iterator[None]:
    """A real worker, which is told to stop at the end and must do so well."""
    variables = {
        "FEEDSVC_DATABASE_URL": database_url,
        "FEEDSVC_CARDS__COPY_PICTURES": "false",
    }
    with subprocess.Popen(
        [*COMMAND, "worker"],
        env=child_environment(variables | settings),
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        try:
            yield
        finally:  # or whatever failed would wait for it
            worker.send_signal(signal.SIGTERM)
        _out, log = worker.communicate(timeout=20)
    assert worker.returncode == 0
    assert "Traceback" not in log


def test_a_worker_makes_the_cards_of_what_is_new(
    database_url: str, tmp_path: Path
) -> None:
    """What is old waits until somebody looks."""
    bring_in(database_url, tmp_path, 0, 1, 30)
    with working(database_url, tmp_path):
        eventually(
            lambda: titles_with_cards(database_url),
            lambda titles: titles == ["0天前", "1天前"],
        )
        bring_in(database_url, tmp_path / "later", 2)
        eventually(
            lambda: titles_with_cards(database_url),
            lambda titles: titles == ["0天前", "1天前", "2天前"],
        )


def test_what_is_kept_is_bounded(database_url: str, tmp_path: Path) -> None:
    """By a worker that has begun: it looks at the sum at once, and each minute."""
    bring_in(database_url, tmp_path, 0)
    with working(database_url, tmp_path):
        eventually(lambda: titles_with_cards(database_url), bool)
    with working(database_url, tmp_path, FEEDSVC_CARDS__STORE_BYTES="0"):
        eventually(lambda: titles_with_cards(database_url), lambda titles: not titles)


def test_work_goes_on_after_an_error(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A table that is not there for a while stops no thread for good."""
    bring_in(sqlite_url, tmp_path, 0)
    database = Database(sqlite_url)

    def rename(before: str, after: str) -> None:
        with database.write() as connection:
            connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))

    policy = CardPolicy("x", "en", timedelta(days=1), copies=False, max_bytes=10**9)
    now = lambda: NOW  # noqa: E731
    workshop = open_workshop(database, Outbound(user_agent="test"), policy, now)
    rename("followers", "elsewhere")
    background = Background(
        Decisions(database, now),
        ClickCounter(database, ZoneInfo("UTC"), now, ""),
        LoadCounter(database, ZoneInfo("UTC"), now),
        Indexing(database, Following(database, FOLLOWER, now)),
        workshop,
    )
    threads = Threads(work_alone(background))
    try:
        eventually(
            lambda: caplog.text,
            lambda log: "event=error" in log or "worker-waits" in log,
        )
        rename("elsewhere", "followers")
        eventually(lambda: titles_with_cards(sqlite_url), bool)
    finally:
        threads.stop()
        database.dispose()
