"""Purging by command all that a category has, or that a person is credited for."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from feedsvc.cli import main
from tests.support.newsroom import newsroom_over
from tests.support.trees import code, html, name

Run = Callable[..., CompletedProcess[str]]


def test_purging_many(feedsvc: Run, database_url: str, tmp_path: Path):
    """Says what goes, and goes on only if told to; again, it finds nothing left."""
    settings = {"FEEDSVC_DATABASE_URL": database_url}

    def purge(*arguments: str) -> tuple[int, str]:
        done = feedsvc("purge", *arguments, settings=settings)
        return done.returncode, done.stdout + done.stderr

    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(103)
        newsroom.tree.post(name(104), html("x", "江港日报"), category="other")
        newsroom.tree.post(name(105), html("x", "港口报"), category="other")
        newsroom.import_()
        status, said = purge("--category", "jianggang")
        assert status == 1
        assert said.startswith("103 articles would be erased")
        assert "第103篇" in said
        assert "jianggang: nobody is there to be asked; give --yes" in said
        left = "SELECT count(*) FROM articles WHERE NOT is_purged"
        assert newsroom.value(left) == 105
        status, said = purge("--category", "jianggang", "--yes")
        assert (status, said.splitlines()[-1][:23]) == (0, "103 articles are erased")
        assert purge("--category", "jianggang", "--yes")[1].startswith("0 articles")
        assert purge("--author", "江港日报", "--yes")[0] == 0
        kept = newsroom.rows("SELECT info_code FROM articles WHERE NOT is_purged")
        assert kept == [(code(105),)]


@pytest.mark.parametrize(
    "line", ["", "NW01 --author x", "--author x --category y", "--author="]
)
def test_purging_wants_one_thing(line: str, capsys: pytest.CaptureFixture[str]):
    """A code, a category or a name: never everything."""
    with pytest.raises(SystemExit, match="2"):
        main(["purge", *line.split()])
    assert capsys.readouterr().out == ""
