"""`feedsvc credits`: decisions about credits, told and corrected."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from feedsvc.cli import main
from tests.support.process import COMMAND
from tests.support.trees import Tree, code, html, name

Run = Callable[..., CompletedProcess[str]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "作者：李明\n\n责任编辑：DF380",
            [
                "shown  author 李明 [作者] by byline",
                "line 1 (alone): 作者：李明",
                "    author 李明 [作者] by byline",
                "line 2 (alone): 责任编辑：DF380 | refused: it names nobody",
            ],
        ),
        (
            "作者：他说，这是真的",
            [
                "shown  nobody",
                "line 1 (alone): 作者：他说，这是真的 | refused: 他说: no person's name",
            ],
        ),
    ],
)
def test_a_text_is_explained_without_a_database(
    text: str, told: list[str], tmp_path: Path
) -> None:
    """Credits that are shown, and each line's decision with its reason."""
    done = subprocess.run(
        [*COMMAND, "credits", "explain", "-"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout.splitlines() == told


def test_an_article_is_explained(feedsvc: Run, sqlite_url: str, tmp_path: Path) -> None:
    """From its kept text; an unknown code is an error that names it."""
    tree = Tree(tmp_path / "archive")
    body = html("新华社江港12月8日电 港口扩建。", "江港日报")
    tree.post(name(1), body)
    settings = {"FEEDSVC_DATABASE_URL": sqlite_url}
    assert feedsvc("import", tree.root, settings=settings).returncode == 0
    done = feedsvc("credits", "explain", code(1), settings=settings)
    assert done.stdout.splitlines()[:2] == [
        "shown  publisher 江港日报 by media-line",
        "weaker publisher 新华社 by dateline",
    ]
    unknown = feedsvc("credits", "explain", code(2), settings=settings)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert code(2) in unknown.stderr


@pytest.fixture
def stored(feedsvc: Run, sqlite_url: str, tmp_path: Path) -> Run:
    """The command over a database with two articles."""
    tree = Tree(tmp_path / "archive")
    tree.post(name(1), html("作者：林知远</p><p>港口扩建。", "江港日报"))
    tree.post(name(2))
    settings = {"FEEDSVC_DATABASE_URL": sqlite_url, "FEEDSVC_TIMEZONE": "UTC"}
    assert feedsvc("import", tree.root, settings=settings).returncode == 0
    return lambda *arguments: feedsvc(*arguments, settings=settings)


def test_credits_are_corrected(stored: Run, tmp_path: Path) -> None:
    """Under either spelling of the command; shown, carried along, and taken back."""
    done = stored(
        *("credit", "set", code(1), "--role", "author", "--name", "阿七"),
        *("--name", "周可", "--label", "撰文", "--by", "desk"),
    )
    assert done.stdout == f"{code(1)}: author 阿七, 周可\n"
    again = stored(
        *("credits", "set", code(1), "--role", "author", "--name", "阿七"),
        *("--name", "周可", "--label", "撰文", "--by", "another"),
    )
    assert again.stdout == f"{code(1)}: author 阿七, 周可 already\n"
    stored("credits", "set", code(2), "--role", "publisher", "--none", "--by", "desk")
    shown = [
        "shown  author 阿七 [撰文] by correction",
        "shown  author 周可 [撰文] by correction",
        "shown  publisher 江港日报 by media-line",
    ]
    *told, corrected = stored("credits", "show", code(1)).stdout.splitlines()
    assert told == shown
    assert corrected.startswith("corrected author to 阿七, 周可 by desk at 20")
    explained = stored("credits", "explain", code(1)).stdout.splitlines()
    assert explained[:4] == [*shown, corrected]
    assert "line 1 (alone): 作者：林知远" in explained

    assert stored("decisions", "export", "d").returncode == 0
    lines = (tmp_path / "d").read_text().splitlines()
    first, second = (json.loads(line) for line in lines)
    assert (first["verb"], first["role"], first["by"]) == ("credit", "author", "desk")
    assert first["credits"] == [
        {"name": "阿七", "label": "撰文"},
        {"name": "周可", "label": "撰文"},
    ]
    assert (second["subject"], second["credits"]) == (code(2), [])
    stored("credits", "clear", code(1), "--role", "author")
    cleared = stored("credits", "show", code(1)).stdout.splitlines()
    assert cleared == ["shown  author 林知远 [作者] by byline", shown[2]]
    repeated = stored("decisions", "import", "d").stdout
    assert repeated == "applied 1 · stood already 1 · not applied 0\n"
    assert stored("decisions", "export", "-").stdout.splitlines() == lines


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--role author", "Give --name, or --none."),
        ("--role author --none --name x", "Give --name, or --none."),
        ("--role boss --name x", "'boss'"),
        ("--role author --name x --url ftp://x", "'ftp://x' must be http://"),
        ("--role author --name x --name y --name z --label a --label b", "--label"),
    ],
)
def test_what_is_no_correction(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage says what is wrong, before any database is opened."""
    with pytest.raises(SystemExit) as caught:
        main(["credits", "set", code(1), *line.split()])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err
