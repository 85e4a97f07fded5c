"""Docstrings: the first word names what is returned or what is done."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support.process import ROOT

FILES = sorted(
    file
    for folder in ("feedsvc", "benchmarks", "tools", "migrations")
    for file in (ROOT / folder).rglob("*.py")
)
# Beginnings that put off the subject of the sentence, or leave it to another function.
REFUSED = re.compile(
    r"(?:Wh(?:at|o|om|ose|ich|ere|en|atever|oever|ichever|erever|enever|ether|y|ile)"
    r"|How(?:ever)?|As|So|Such|If|Until|Unless|Because|Since|Though|Than"
    r"|Th(?:at|is|ese|ose|ey|em|eir|e same|ere)|Here|Its?|Same|Others?|Another"
    r"|(?:Every|Any|Some)(?:body|one|thing)|Nobody|Nothing|Much|Many|Only|Not"
    r"|For|Of|In|By|To|At|From|With|Without|On|Behind|Below|Among|Between|About"
    r"|And|Or|But|Also|Else|Dated|Is|Are|Has)\b"
)


def refused_in(source: str) -> list[str]:
    """First lines of docstrings that begin otherwise than a colleague would."""
    return [line for line in _first_lines(source) if REFUSED.match(line)]


def _first_lines(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ):
            yield (ast.get_docstring(node) or "").partition("\n")[0]


def test_every_docstring_names_its_subject_first() -> None:
    """No docstring of the project begins with a word that puts its subject off."""
    refused = {
        str(file.relative_to(ROOT)): lines
        for file in FILES
        if (lines := refused_in(file.read_text(encoding="utf-8")))
    }
    assert FILES
    assert refused == {}


@pytest.mark.parametrize(
    ("line", "is_refused"),
    [
        ("What a file came to.", True),
        ("The same of a link that led nowhere.", True),
        ("Whoever knows where claims come from.", True),
        ("Everything that is told of one article.", True),
        ("The sources of one article.", False),
        ("Whole minutes, of which an hour has a whole number.", False),
        ("Forget an archive that has no files any more.", False),
    ],
)
def test_words_are_told_apart(line: str, *, is_refused: bool) -> None:
    """A refused beginning is found, and a word that only resembles one is not."""
    source = f'def f() -> None:\n    """{line}"""\n'
    assert refused_in(source) == ([line] if is_refused else [])
