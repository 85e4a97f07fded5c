"""Finding by command: articles of every state, one article whole, and rejected files."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support.trees import Tree, code, html, name

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def run(feedsvc: Run, database_url: str, tmp_path: Path) -> Callable[..., str]:
    """Runs a command that must succeed over five posts, and gives what it said."""
    settings = {"FEEDSVC_DATABASE_URL": database_url, "FEEDSVC_IMPORT__WORKERS": "1"}

    def run(*arguments: str) -> str:
        done = feedsvc(*arguments, settings=settings)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    tree = Tree(tmp_path / "archive")
    tree.post(name(1), html("全文。", "江港日报"), title="一号\x1b[31m题")
    tree.post(name(2), title="50% of it", category="Gang kou")
    tree.post(name(3), title="三号题", date="2199-01-01", category="Gang kou")
    tree.post(name(4), title="", category="Gang kou")
    tree.post(name(5), title="五号题")
    tree.write("_posts/2022-05-01-broken.md", "---\n没有元数据")
    feedsvc("import", tree.root, settings=settings)
    return run


def test_articles_are_found(run: Callable[..., str]):
    """By every state and filter, alone and together, page by page."""

    def numbers(*arguments: str) -> list[int]:
        lines = run("articles", *arguments).splitlines()
        return [int(line.split("\t")[0][-1]) for line in lines]

    run("retract", code(1), "--reason", "错误\x1b[2J")
    run("merge", code(2), "--into", code(5))
    assert sorted(numbers()) == [1, 2, 3, 4, 5]
    for state, found in (
        ("published", [5]),
        ("scheduled", [3]),
        ("incomplete", [4]),
        ("withdrawn", [1]),
        ("merged", [2]),
        ("purged", []),
    ):
        assert numbers("--state", state) == found
    assert sorted(numbers("--category", "Gang kou")) == [2, 3, 4]
    assert numbers("--category", "jianggang", "--state", "withdrawn") == [1]
    assert numbers("--title", "50%") == [2]
    assert numbers("--title", "五号") == [5]
    assert numbers("--author", "江港日报") == numbers("--source", "江港日报") == [1]
    assert numbers("--author", "江港") == []
    assert numbers("--since", "2100-01-01") == [3]
    assert sorted(numbers("--until", "2022-05-01")) == [1, 2, 5]
    assert numbers("--until", "2022-04-30") == []
    assert numbers("--since", "2022-05-01T08:01") == [3]
    first = numbers("--limit", "2")
    assert first + numbers("--after", code(first[-1])) == numbers()


def test_decisions_are_told_with_their_reason(run: Callable[..., str]):
    """For people and for programs; nothing in it steers a terminal."""
    run("retract", code(1), "--reason", "错误\x1b[2J")
    run("merge", code(2), "--into", code(5))
    withdrawn = run("articles", "--state", "withdrawn")
    assert withdrawn.rstrip("\n").endswith("\t错误\\x1b[2J")
    told = json.loads(run("articles", "--state", "merged", "--json"))
    assert (told["merged_into"], told["standing"]) == (code(5), "merged")
    run("purge", code(1))
    assert run("articles", "--state", "purged").startswith(code(1))
    assert run("articles", "--state", "withdrawn") == ""


def test_one_article_whole(run: Callable[..., str]):
    """State, reason, addresses, files and credits; nothing that steers a terminal."""
    run("retract", code(1), "--reason", "法院", "--legal")
    told = run("article", code(1))
    assert "\x1b" not in told
    assert "decision:   by law, 法院" in told
    assert f"archive: {name(1)} (new)" in told
    assert "publisher:  江港日报" in told
    record = json.loads(run("article", code(1), "--json"))
    assert record["permalink"].startswith("/jianggang/2022/05/01/")
    assert [file["path"] for file in record["files"]] == [name(1)]


def test_rejected_files_are_listed(run: Callable[..., str]):
    """With archive, path and reason; the page behind the last is empty."""
    archive, path, reason = run("files").rstrip("\n").split("\t")
    assert path == "_posts/2022-05-01-broken.md"
    assert reason == "front matter not closed within 65536 bytes"
    assert run("files", "--after", archive, path) == ""


def test_feedsvc_alone_prints_its_help(feedsvc: Run):
    """On standard output; it is a wrong usage all the same."""
    done = feedsvc()
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith("Usage: feedsvc")


def test_who_left_a_category_is_not_of_it(run: Callable[..., str], tmp_path: Path):
    """One that moved is found where it went; one that waited, and was withdrawn, too."""
    tree = Tree(tmp_path / "archive")
    tree.post(name(2), title="50% of it", category="elsewhere")
    for told_about in (name(4), "_posts/2022-05-01-broken.md"):
        (tree.root / told_about).unlink()
    run("retract", code(3), "--reason", "错误")
    run("import", str(tree.root))
    gone = run("articles", "--category", "Gang kou").splitlines()
    assert sorted(line.split("\t")[0] for line in gone) == [code(3), code(4)]
    assert run("articles", "--category", "elsewhere").startswith(code(2))


def test_renamed_categories_are_listed(run: Callable[..., str]):
    """With their old addresses, alone or among all."""
    run("rename", "jianggang", "--slug", "harbour")
    run("rename", "harbour", "--slug", "port", "--title", "港口")
    everything = run("categories").splitlines()
    assert len(everything) == 2
    renamed = "port\t港口\tjianggang\tharbour jianggang\n"
    assert run("categories", "--renamed") == renamed
    told = json.loads(run("categories", "--renamed", "--json"))
    assert (told["is_titled"], told["former"]) == (True, ["harbour", "jianggang"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("article NW0000", "no article: NW0000"),
        ("articles --after NW0000", "no article: NW0000"),
        ("articles --category nowhere", "no category: nowhere"),
        ("articles --source nobody", "no source: nobody"),
        ("files --outcome lost", "no outcome: lost; there are new, changed"),
    ],
)
def test_what_is_not_there_is_named(
    feedsvc: Run, sqlite_url: str, line: str, said: str
):
    """Codes, categories, sources and outcomes, in one line."""
    done = feedsvc(*line.split(), settings={"FEEDSVC_DATABASE_URL": sqlite_url})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"feedsvc: {said}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "line",
    ["articles --limit 0", "articles --since yesterday", "articles --state gone",
     "articles --until 9999-12-31"],
)  # fmt: skip
def test_a_wrong_usage(feedsvc: Run, line: str):
    """Ends with 2, and names what was wrong."""
    done = feedsvc(*line.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert line.split()[-1] in done.stderr
