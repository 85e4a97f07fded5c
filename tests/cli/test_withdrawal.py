"""Deciding by command: what a person makes of an article, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from feedsvc.cli import main
from feedsvc.model.answer import Answer, Published, Withdrawn
from feedsvc.model.share_link import ShareLink
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.services.share_links import ShareLinks
from feedsvc.store.articles.answer_memory import AnswerMemory
from feedsvc.store.database.engine import Database
from tests.support.posts import Post, Silent, use_cases, write_archive

Run = Callable[..., CompletedProcess[str]]
Decide = Callable[..., str]

ONE, OTHER, LATER = (f"NW20261101000000000{number}" for number in (1, 2, 3))


def fill(database_url: str, folder: Path) -> str:
    """Import two digests, and one that is scheduled."""
    dates = {ONE: "2026-11-01", OTHER: "2026-11-01", LATER: "2199-01-01"}
    posts = [
        Post(stem=f"2026-11-01-{code}", title=f"快讯{code}", date=f"{date} 08:00:00")
        for code, date in dates.items()
    ]
    cases = use_cases(database_url)
    cases.importer.run(write_archive(folder, posts), Silent())
    cases.database.dispose()
    return database_url


@pytest.fixture
def database_with_posts(sqlite_url: str, tmp_path: Path) -> str:
    """A database of the test's own, filled."""
    return fill(sqlite_url, tmp_path / "archive")


@pytest.fixture
def decide(feedsvc: Run, database_with_posts: str) -> Decide:
    """Runs a command that must succeed, and gives what it said."""

    def run(*arguments: str) -> str:
        settings = {"FEEDSVC_DATABASE_URL": database_with_posts}
        done = feedsvc(*arguments, settings=settings)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run


def answer(url: str, code: str) -> Answer:
    """Answer for a code as the store has it now."""
    database = Database(url)
    try:
        return ShareLinks(database, AnswerMemory(database)).answer(
            ShareLink.from_code(code)
        )
    finally:
        database.dispose()


def test_retract_and_restore(decide: Decide, database_with_posts: str) -> None:
    """410 in between, in any case of the code; then the article is back."""
    assert (
        decide("retract", ONE.lower(), "--reason", "错误") == f"{ONE} is retracted.\n"
    )
    gone = answer(database_with_posts, ONE)
    assert isinstance(gone, Withdrawn)
    assert not gone.is_legal
    assert decide("restore", ONE) == f"{ONE} is back.\n"
    assert isinstance(answer(database_with_posts, ONE), Published)


def test_a_legal_retraction(decide: Decide, database_with_posts: str) -> None:
    """Says so to everybody who asks."""
    decide("retract", ONE, "--reason", "order 7", "--legal")
    gone = answer(database_with_posts, ONE)
    assert isinstance(gone, Withdrawn)
    assert gone.is_legal


def test_merge(decide: Decide, database_with_posts: str) -> None:
    """Both codes lead to the survivor."""
    assert decide("merge", ONE, "--into", OTHER) == f"{ONE} leads to {OTHER}.\n"
    merged = answer(database_with_posts, ONE)
    assert isinstance(merged, Published)
    assert replace(merged, merged_from=None) == answer(database_with_posts, OTHER)


def test_purge(decide: Decide, database_with_posts: str) -> None:
    """Nothing of the text is left in the database's file."""
    assert decide("purge", ONE) == f"{ONE} is erased; its addresses answer 451.\n"
    gone = answer(database_with_posts, ONE)
    assert isinstance(gone, Withdrawn)
    assert gone.is_legal


def test_rename(decide: Decide, database_with_posts: str) -> None:
    """Slug, title or both; the answer is the new address."""
    assert (
        decide("rename", "gundong", "--slug", "Kuai-Xun") == "/categories/kuai-xun/\n"
    )
    assert decide("rename", "kuai-xun", "--title", "快讯") == "/categories/kuai-xun/\n"
    database = Database(database_with_posts)
    moved = ShareLinks(database, AnswerMemory(database)).find_stream(
        StreamRef(StreamKind.CATEGORY, "gundong")
    )
    database.dispose()
    assert moved == StreamRef(StreamKind.CATEGORY, "kuai-xun")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("retract NW0000 --reason x", "no article: NW0000"),
        ("restore NW0000", "no article: NW0000"),
        ("purge NW0000", "no article: NW0000"),
        (f"merge NW0000 --into {ONE}", "no article: NW0000"),
        (f"merge {ONE} --into NW0000", "no article: NW0000"),
        (f"merge {ONE} --into {ONE}", f"{ONE}: cannot be merged into itself"),
        (f"merge {ONE} --into {LATER}", f"{LATER}: is scheduled, and cannot answer"),
        (f"restore {ONE}", f"{ONE}: is published, not withdrawn"),
        ("rename nowhere --title x", "no category: nowhere"),
        ("rename gundong", "gundong: give --slug, --title or both"),
    ],
)
def test_a_refusal_is_one_line(
    line: str,
    said: str,
    database_with_posts: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On standard error, with exit status 1."""
    monkeypatch.setenv("FEEDSVC_DATABASE_URL", database_with_posts)
    monkeypatch.chdir(tmp_path)
    assert main(line.split()) == 1
    assert capsys.readouterr() == ("", f"feedsvc: {said}\n")
