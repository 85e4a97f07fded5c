"""Categories by command: described, retired, opened again, and carried along."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support.newsroom import newsroom_over

Run = Callable[..., CompletedProcess[str]]
Say = Callable[..., str]
BY = ("--by", "desk")


@pytest.fixture
def say(feedsvc: Run, sqlite_url: str, tmp_path: Path) -> Say:
    """Output of a command about one of two databases, each with an article."""
    urls = {name: f"{sqlite_url}.{name}" for name in ("one", "two")}
    for url in urls.values():
        feedsvc("db", "upgrade", settings={"FEEDSVC_DATABASE_URL": url})
        with newsroom_over(url, tmp_path / "archive") as newsroom:
            newsroom.tree.posts(1)
            newsroom.import_()

    def say(*arguments: str, to: str = "one") -> str:
        done = feedsvc(*arguments, settings={"FEEDSVC_DATABASE_URL": urls[to]})
        return done.stdout or done.stderr

    return say


def test_categories_are_tended(say: Say) -> None:
    """Each decision is said and listed; what is wrong is named."""
    described = say("category", "describe", "jianggang", " 港口\n的事 ", *BY)
    assert described == "/categories/jianggang/\n"
    renamed = say("category", "rename", "jianggang", "--slug", "port", *BY)
    assert renamed == "/categories/port/\n"
    assert say("category", "retire", "port", *BY) == "port is retired\n"
    assert say("category", "retire", "port", *BY) == "port is retired already\n"
    listed = say("category", "list")
    assert listed == say("categories")
    assert listed.split("\t")[2:] == ["jianggang", "jianggang", "retired\n"]
    assert say("category", "restore", "port") == "/categories/port/\n"
    assert say("category", "restore", "port") == "port is not retired\n"
    assert say("category", "retire", "none") == "feedsvc: no category: none\n"
    assert "Give a text, or --none." in say("category", "describe", "port")
    assert "1000 characters at most" in say("category", "describe", "port", "x" * 1_001)


def test_decisions_are_carried(say: Say, tmp_path: Path) -> None:
    """To another database, once."""
    say("category", "describe", "jianggang", "港口的事", *BY)
    say("category", "rename", "jianggang", "--slug", "port", *BY)
    say("category", "retire", "port", *BY)
    say("decisions", "export", "d")
    told = [json.loads(line) for line in (tmp_path / "d").read_text().splitlines()]
    assert [one["verb"] for one in told] == ["rename", "describe", "retire"]
    assert {one["by"] for one in told} == {"desk"}
    for counts in (
        "applied 3 · stood already 0 · not applied 0\n",
        "applied 0 · stood already 3 · not applied 0\n",
    ):
        assert say("decisions", "import", "d", to="two") == counts
    assert say("category", "list", "--json") == say(
        "category", "list", "--json", to="two"
    )
