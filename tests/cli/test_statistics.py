"""Statistics at the terminal: plain lines where nobody looks."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from zoneinfo import ZoneInfo

from feedsvc.model.click import Opened
from feedsvc.model.clock import utc_now
from feedsvc.model.info_code import InfoCode
from feedsvc.services.clicks import ClickCounter
from tests.support.posts import Post, Silent, use_cases, write_archive

Run = Callable[..., CompletedProcess[str]]
CODE = "NW202611010000000001"
TITLE = "[red]很长的标题[/red]" * 20


def test_stats_name_what_was_clicked(
    feedsvc: Run, database_url: str, tmp_path: Path
) -> None:
    """Article, channel and unknown code, one a line, in full, in no colour."""
    cases = use_cases(database_url)
    post = Post(stem=f"2026-11-01-{CODE}", title=TITLE, date="2026-11-01 08:00:00")
    cases.importer.run(write_archive(tmp_path / "archive", [post]), Silent())
    click_counter = ClickCounter(cases.database, ZoneInfo("Asia/Shanghai"), utc_now, "")
    only = 1  # the store's number of its one article
    for agent in ("Mozilla", "Mozilla", "curl/8"):
        click_counter.note(Opened(only, None, "from=timeline", agent, ""))
    click_counter.note(Opened(None, InfoCode("NOBODYS"), "", "Mozilla", ""))
    click_counter.flush()
    cases.database.dispose()
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    done = feedsvc("stats", "--days", "7", "--top", "5", settings=settings)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["2", "1", CODE, TITLE] in lines
    assert ["2", "1", "wechat-moments"] in lines
    assert ["1", "0", "NOBODYS"] in lines
    assert "\x1b" not in done.stdout


def test_no_clicks_are_no_error(feedsvc: Run, sqlite_url: str) -> None:
    """One line says so."""
    done = feedsvc("stats", settings={"FEEDSVC_DATABASE_URL": sqlite_url})
    assert done.returncode == 0
    assert done.stdout.endswith(": 0 clicks by people, 0 by robots\n")
    assert done.stdout.count("\n") == 1
