"""`feedsvc credits`: how the credits of an article come about."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from feedsvc.cli.session import with_settings
from feedsvc.cli.text import printable
from feedsvc.errors import ArticleNotFound
from feedsvc.model.info_code import find_info_code

if TYPE_CHECKING:
    from feedsvc.content.attribution.reading import Finding
    from feedsvc.model.attribution import Attribution
    from feedsvc.services.publishing.explanation import Explanation
    from feedsvc.settings import Settings

_STANDARD = "-"  # standard input


@click.group("credits", no_args_is_help=False)
def credits_() -> None:
    """Look at how credits are read."""


@credits_.command()
@click.argument("code")
@with_settings
def explain(settings: "Settings", *, code: str) -> int:
    """Show which credits a text holds, by which rules, and what was refused.

    CODE names a stored article; - reads a post's body from standard input instead.
    """
    for line in _lines(_explanation(settings, code)):
        print(line)
    return 0


def _explanation(settings: "Settings", code: str) -> "Explanation":
    from feedsvc.services.publishing import explanation

    if code == _STANDARD:
        return explanation.explain_text(sys.stdin.read())
    from feedsvc.compose.commands import fit_use_cases

    info_code = find_info_code(code)
    if info_code is None:
        raise ArticleNotFound(code)
    database = fit_use_cases(settings).database
    return explanation.explain_article(database, info_code)


def _lines(explanation: "Explanation") -> Iterator[str]:
    reading = explanation.reading
    shown = explanation.given or reading.attributions
    yield from (f"shown  {_credit(credit)}" for credit in shown)
    if not shown:
        yield "shown  nobody"
    yield from (f"weaker {_credit(credit)}" for credit in reading.evidence)
    for finding in reading.findings:
        yield from _finding(finding)


def _finding(finding: "Finding") -> Iterator[str]:
    where = f"line {finding.place + 1} ({finding.zone}): {printable(finding.raw)}"
    yield (
        f"{where} | refused: {printable(finding.refused)}" if finding.refused else where
    )
    yield from (f"    {_credit(credit)}" for credit in finding.credits)


def _credit(credit: "Attribution") -> str:
    label = f" [{printable(credit.label)}]" if credit.label else ""
    return f"{credit.role} {printable(credit.name)}{label} by {credit.rule}"
