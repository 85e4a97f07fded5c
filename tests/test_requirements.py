"""Every rule that code, tests or documents cite is written down, once."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.process import ROOT

REQUIREMENTS = ROOT / "docs" / "requirements.md"
_WRITTEN = re.compile(r"^- \*\*(Rule \d+|[DRE]\d+)\b", re.MULTILINE)
_CITED = re.compile(
    r"\b(Rules?) (\d+(?:(?:, | and | to )\d+)*)|(?<!%)\b([DRE]\d{1,2})\b"
)
_FOLDERS = ("feedsvc", "tests", "benchmarks", "tools", "migrations", "docs")


def _written() -> list[str]:
    return _WRITTEN.findall(REQUIREMENTS.read_text(encoding="utf-8"))


def _cited(text: str) -> Iterator[str]:
    for rules, numbers, short in _CITED.findall(text):
        if rules:
            yield from (f"Rule {number}" for number in re.findall(r"\d+", numbers))
        else:
            yield short


def test_no_number_is_given_twice():
    """A number names one rule."""
    assert [number for number, n in Counter(_written()).items() if n > 1] == []


@pytest.mark.parametrize("folder", _FOLDERS)
def test_cited_rules_exist(folder: str):
    """A number that is cited can be looked up."""
    known = set(_written())
    unknown = {
        (str(path.relative_to(ROOT)), rule)
        for path in _texts(ROOT / folder)
        for rule in _cited(path.read_text(encoding="utf-8"))
        if rule not in known
    }
    assert unknown == set()


def _texts(folder: Path) -> Iterator[Path]:
    for ending in ("py", "md", "tsv"):
        yield from folder.rglob(f"*.{ending}")


def test_rules_of_feeds_and_share_links_are_shown():
    """Each is named by a test."""
    tests = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tests").rglob("*.py")
        if path != Path(__file__)
    )
    shown = set(_cited(tests))
    rules = {number for number in _written() if not number.startswith("D")}
    assert rules - shown == set()
