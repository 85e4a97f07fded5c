"""`feedsvc source`: sources tended by command, and carried to another database."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from feedsvc.model.slug import slug_of_name
from tests.support.trees import Tree, html, name

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def stored(feedsvc: Run, sqlite_url: str, tmp_path: Path) -> Callable[[str], Run]:
    """The command over a database of a name, with articles of three sources."""
    tree = Tree(tmp_path / "archive")
    for number, source in enumerate(("江港日报APP", "江港日报", "海风晚报"), start=1):
        tree.post(name(number), html("扩建。", source))

    def open_one(database: str) -> Run:
        settings = {"FEEDSVC_DATABASE_URL": f"{sqlite_url}.{database}"}
        feedsvc("db", "upgrade", settings=settings)
        assert feedsvc("import", tree.root, settings=settings).returncode == 0
        return lambda *arguments: feedsvc(*arguments, settings=settings)

    return open_one


def test_sources_are_tended(stored: Callable[[str], Run], tmp_path: Path) -> None:
    """Each decision is told, listed, and repeated elsewhere, once."""
    run = stored("one")
    for line, said in (
        (("alias", "港报", "江港日报"), "港报 means 江港日报"),
        (("merge", "江港日报APP", "江港日报"), "江港日报APP is part of 江港日报"),
        (("rename", "江港日报", "江港新报"), "江港日报 is called 江港新报"),
        (("url", "江港新报", "https://x.example/"), "江港新报: https://x.example/"),
    ):
        assert run("source", *line, "--by", "desk").stdout == f"{said}\n"
        again = run("source", *line, "--by", "another")
        if line[0] != "merge":
            assert again.stdout == f"{said} already\n"
    listed = run("source", "list").stdout.splitlines()
    former = sorted(map(slug_of_name, ("江港日报", "江港日报APP")))
    columns = next(line for line in listed if "新报" in line).split("\t")
    assert columns[:5] == [
        slug_of_name("江港新报"),
        "江港新报",
        "江港日报",
        "https://x.example/",
        "江港新报、江港日报APP、港报",
    ]
    assert set(former) <= set(columns[5].split())
    lost = run("source", "rename", "无名报", "甲")
    assert (lost.returncode, lost.stderr) == (1, "feedsvc: no source: 无名报\n")
    taken = run("source", "rename", "海风晚报", "江港新报")
    assert "江港新报: means 江港日报; merge the two instead" in taken.stderr

    run("decisions", "export", "d")
    lines = (tmp_path / "d").read_text().splitlines()
    assert [json.loads(line)["verb"] for line in lines] == ["alias"] * 3 + ["source"]
    other = stored("other")
    for told in ("applied 4 · stood already 0", "applied 0 · stood already 4"):
        done = other("decisions", "import", "d")
        assert done.stdout == f"{told} · not applied 0\n"
    assert other("decisions", "export", "-").stdout.splitlines() == lines
    assert other("source", "list").stdout.splitlines() == listed
