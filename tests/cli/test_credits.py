"""`feedsvc credits`: decisions about credits, told."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

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
