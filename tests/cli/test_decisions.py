"""Decisions by command: carried from one database to another."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from feedsvc.cli import main
from feedsvc.model.info_code import InfoCode
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef
from tests.support.newsroom import newsroom_over
from tests.support.trees import code, name

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def decided(feedsvc: Run, sqlite_url: str, tmp_path: Path) -> list[dict[str, str]]:
    """Decisions about six posts, as they were exported to the file `d`."""
    url = f"{sqlite_url}.source"
    feedsvc("db", "upgrade", settings={"FEEDSVC_DATABASE_URL": url})
    one, two, three, four = (InfoCode(code(number)) for number in (1, 2, 3, 4))
    with newsroom_over(url, tmp_path / "archive") as source:
        source.tree.posts(6)
        source.import_()
        source.decisions.merge(one, two)
        source.decisions.retract(two, reason="法院\u2028😀", is_legal=True)
        source.decisions.purge(three)
        source.decisions.retract(four, reason="错误", is_legal=False)
        for slugs, title in (
            (("jianggang", "harbour"), None),
            (("harbour", "port"), "港口"),
        ):
            old, new = slugs
            ref = StreamRef(StreamKind.CATEGORY, old)
            source.categories.rename(ref, Slug(new), title)
        source.tree.post(name(5), more="published: false\n")
        source.import_()
    done = feedsvc("decisions", "export", "d", settings={"FEEDSVC_DATABASE_URL": url})
    assert done.stdout == "d: 5 decisions\n"
    written = (tmp_path / "d").read_text("utf-8")
    return [json.loads(line) for line in written.splitlines()]


def test_decisions_are_carried(
    feedsvc: Run, decided: list[dict[str, str]], database_url: str, tmp_path: Path
):
    """Decisions are exported in an order that can be repeated, dated, each once."""
    verbs = [fields["verb"] for fields in decided]
    assert verbs == ["rename", "merge", "retract", "purge", "retract"]
    with newsroom_over(database_url, tmp_path / "archive") as target:
        (target.tree.root / name(4)).unlink()
        target.import_()
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    done = feedsvc("decisions", "import", "d", settings=settings)
    lost = f"not applied: retract {code(4)}: no article: {code(4)}\n"
    counts = "applied 4 · stood already 0 · not applied 1\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, counts, lost)

    told = feedsvc("decisions", "export", "-", settings=settings).stdout
    there = [fields for fields in decided if fields["subject"] != code(4)]
    assert [json.loads(line) for line in told.splitlines()] == there
    mild = {"verb": "retract", "subject": code(2).lower(), "reason": "错误"}
    with (tmp_path / "d").open("a", encoding="utf-8") as file:
        file.write(json.dumps(mild))
    again = feedsvc("decisions", "import", "d", settings=settings)
    assert again.stdout == "applied 0 · stood already 4 · not applied 2\n"
    assert again.stderr.startswith(lost)
    assert f"{code(2)}: is withdrawn by law here, and stays so" in again.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("retract", "Expecting value"),
        ("[]", "an object is wanted"),
        ('{"verb": "hide", "subject": "NW01"}', "'hide' is not a valid Verb"),
        ('{"verb": "purge"}', "subject is missing"),
        ('{"verb": "purge", "subject": "X"}', "'X' is no info code"),
        ('{"verb": "merge", "subject": "NW01"}', "into is missing"),
        ('{"verb": "purge", "subject": "NW01", "legal": true}', "'legal'"),
        ('{"verb": "retract", "subject": "NW01", "is_legal": 1}', "true or false"),
        ('{"verb": "purge", "subject": "NW01", "reason": "\\u0000"}', "is no text"),
        ('{"verb": "purge", "subject": "NW01", "reason": "\\ud800"}', "is no text"),
        ('{"verb": "purge", "subject": "NW01", "at": "2026-11-25"}', "names no zone"),
        ('{"verb": "rename", "subject": "x", "slug": "a/b"}', "is not a slug"),
        ('{"verb": "rename", "subject": "x", "former": "ab"}', "is a list of slugs"),
        (
            '{"verb": "credit", "subject": "NW01", "role": "author"}',
            "credits is missing",
        ),
        (
            '{"verb": "credit", "subject": "NW01", "role": "boss", "credits": []}',
            "'boss' is not a valid Role",
        ),
        (
            '{"verb": "credit", "subject": "NW01", "role": "author", "credits": ["x"]}',
            "a credit has a name",
        ),
        ("[" * 100_000, "recursion"),
    ],
)
def test_a_line_that_is_no_decision(
    line: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """A bad line is named by its number before anything is applied."""
    good = '{"verb": "purge", "subject": "NW01"}'
    monkeypatch.chdir(tmp_path)
    Path("d").write_text(f"\ufeff{good}\n\n{line}\n", "utf-8")
    assert main(["decisions", "import", "d"]) == 1
    told, refused = capsys.readouterr()
    assert told == ""
    assert refused.startswith("feedsvc: d: line 3 is no decision: ")
    assert said in refused
