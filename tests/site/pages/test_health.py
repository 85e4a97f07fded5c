"""Health: what monitors, robots and browsers ask for unasked."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from feedsvc.store.database.sqlite import sqlite_module
from tests.support.app import site_app
from tests.support.client import ask
from tests.support.posts import Post, Silent, use_cases, write_archive


def execute(sqlite_url: str, statement: str) -> None:
    """Do to a SQLite database what no command does."""
    path = make_url(sqlite_url).database
    assert path
    with closing(sqlite_module().connect(path)) as database, database:
        database.execute(statement)


def test_the_process_answers(site: str) -> None:
    """Whoever restarts processes asks this, and no cache answers for us."""
    answer = ask(site, "/healthz")
    assert (answer.status, answer.body) == (200, b"ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_fit_site_is_ready(site: str) -> None:
    """Each thing that was looked at says so."""
    answer = ask(site, "/readyz")
    checks = json.loads(answer.text)
    assert answer.status == 200
    assert checks.keys() == {
        "database", "migrations", "reading", "writing", "due work"
    }  # fmt: skip
    assert all(check["ok"] for check in checks.values())
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_empty_database_is_not_ready(empty_database_url: str) -> None:
    """The process is there, and takes no traffic before it is migrated."""
    with site_app(empty_database_url) as app:
        answer = app.test_client().get("/readyz")
        assert answer.status_code == 503
        assert not answer.get_json()["database"]["ok"]
        assert app.test_client().get("/healthz").status_code == 200


def test_an_unknown_migration_is_not_ready(sqlite_url: str) -> None:
    """Neither is a database that another version has migrated."""
    execute(sqlite_url, "UPDATE alembic_version SET version_num = '9999'")
    with site_app(sqlite_url) as app:
        assert app.test_client().get("/readyz").status_code == 503


def test_due_work_that_waits_is_not_ready(sqlite_url: str, tmp_path: Path) -> None:
    """An article that should have appeared minutes ago, and did not, is an alarm."""
    post = Post(
        stem="2026-11-01-202611010000000001", title="到点", date="2199-01-01 00:00:00"
    )
    cases = use_cases(sqlite_url)
    cases.importer.run(write_archive(tmp_path / "archive", [post]), Silent())
    cases.database.dispose()
    with site_app(sqlite_url) as app:
        assert app.test_client().get("/readyz").status_code == 200
        execute(sqlite_url, "UPDATE articles SET published_at = 1000000")
        answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert not answer.get_json()["due work"]["ok"]


def test_robots_may_fetch_everything(site: str) -> None:
    """A preview robot that is kept out makes no card."""
    answer = ask(site, "/robots.txt")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    rules, _, sitemaps = answer.text.partition("\n\n")
    assert rules.splitlines() == ["User-agent: *", "Disallow:"]
    assert sitemaps.splitlines() == [
        f"Sitemap: {site}/sitemap.xml", f"Sitemap: {site}/sitemap-news.xml"
    ]  # fmt: skip


def test_the_icon_is_where_browsers_look(site: str) -> None:
    """Readers and browsers ask for /favicon.ico whatever a page says."""
    answer = ask(site, "/favicon.ico")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.body.startswith(b"\x89PNG")
    assert "max-age=86400" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt", "/favicon.ico"])
def test_head_is_get_without_a_body(site: str, path: str) -> None:
    """Monitors ask HEAD."""
    head, full = ask(site, path, method="HEAD"), ask(site, path)
    assert (head.status, head.body) == (full.status, b"")
    assert head.headers["Content-Type"] == full.headers["Content-Type"]
