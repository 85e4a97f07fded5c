"""Regular expressions: none that a Python on which feedsvc is promised to run reads wrongly."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.process import ROOT

FILES = sorted(
    file
    for folder in ("feedsvc", "migrations", "tools", "benchmarks")
    for file in (ROOT / folder).rglob("*.py")
)
# An escape or a class is skipped whole; then a quantifier that gives nothing back, or a
# group that does not.
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<fault>[*+?]\+|\}\+|\(\?>)|.", re.DOTALL
)


_RAW = re.compile(r"(?i)b?rb?f?|fr")


def faults_in(source: str) -> list[str]:
    """Possessive quantifiers and atomic groups in the patterns of a module."""
    return [
        f"line {line}: {text}"
        for line, text in _patterns(source)
        if any(token["fault"] for token in _TOKEN.finditer(text))
    ]


def _patterns(source: str) -> Iterator[tuple[int, str]]:
    """What is given to `re`, and every raw text: nobody writes one for anything else."""
    tree, lines = ast.parse(source), source.split("\n")
    given = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _is_of_re(call.func)
        for part in ast.walk(call)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant):
            # In bytes, as columns count; a prefix is ASCII.
            written = (
                lines[node.lineno - 1]
                .encode()[node.col_offset :][:4]
                .decode("ascii", "replace")
            )
            prefix = written.partition('"')[0].partition("'")[0]
            if id(node) in given or _RAW.fullmatch(prefix):
                yield node.lineno, _text(node)


def _is_of_re(called: ast.expr) -> bool:
    """Tell a function of the module `re`."""
    return isinstance(called, ast.Attribute) and ast.unparse(called).startswith("re.")


def _text(node: ast.JoinedStr | ast.Constant) -> str:
    """The text, in which whatever is put into it counts as a letter."""
    if isinstance(node, ast.Constant):
        value = node.value
        return value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "x"
        for part in node.values
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_pattern_gives_nothing_back(file: Path) -> None:
    """Python 3.11 before 3.11.5, which Debian 12 has, then finds empty pieces.

    https://github.com/python/cpython/issues/106052: alternatives inside such a quantifier
    or group make it lose where it was.
    """
    assert faults_in(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "pattern",
    ["a++", "a*+", "a?+", "a{2}+", "(?>a|b)", "(a|b)++", r"[\]]++", r"\\++", "[+]++"],
)
def test_such_a_pattern_would_be_found(pattern: str) -> None:
    """Also in bytes, and amid an f-string; given to `re`, or raw and so meant for it."""
    doubled = pattern.replace("{", "{{").replace("}", "}}")
    assert faults_in(f"x = re.compile({pattern!r})")
    assert faults_in(f"x = re.compile(b{pattern!r})")
    assert faults_in(f"x = re.compile(f'{{y}}' f{doubled!r})")
    assert faults_in(f'x = r"{pattern}"')
    assert faults_in(f'x = rf"{{y}}{doubled}"')


@pytest.mark.parametrize("pattern", ["a+", r"\++", "[*+]+", "[^]*+]", "a+?", "(?:a)+b"])
def test_no_other_pattern_is_found(pattern: str) -> None:
    """A plus that is escaped, or stands in a class, is a plus."""
    assert faults_in(f"x = re.compile({pattern!r})") == []
