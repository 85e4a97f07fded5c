"""`feedsvc credits`: how the credits of an article come about, and corrections of them."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import CODE, TEXT, OneOf, by_option
from feedsvc.cli.records import as_json
from feedsvc.cli.session import with_settings, with_use_cases
from feedsvc.cli.text import printable, shown
from feedsvc.errors import ArticleNotFound
from feedsvc.model.attribution import Role
from feedsvc.model.correction import corrected_credits
from feedsvc.model.decision import Decider
from feedsvc.model.info_code import InfoCode, find_info_code

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases
    from feedsvc.content.attribution.reading import Finding
    from feedsvc.model.attribution import Attribution
    from feedsvc.model.correction import Correction
    from feedsvc.services.publishing.explanation import Explanation
    from feedsvc.settings import Settings

_STANDARD = "-"  # standard input
_ROLE = OneOf(Role)


@click.group("credits", no_args_is_help=False)
def credits_() -> None:
    """Look at how credits are read, and correct them."""


@credits_.command()
@click.argument("code")
@with_settings
def explain(settings: "Settings", *, code: str) -> int:
    """Show which credits a text holds, by which rules, and what was refused.

    CODE names a stored article; - reads a post's body from standard input instead.
    """
    for line in _explained(_explanation(settings, code), settings.zone):
        print(line)
    return 0


@credits_.command()
@click.argument("code", type=CODE)
@click.option("--json", "is_json", is_flag=True, help="One JSON object.")
@with_use_cases
def show(use_cases: "UseCases", *, code: InfoCode, is_json: bool) -> int:
    """Show the credits of an article as they stand, and who corrected them when."""
    standing = use_cases.corrections.standing(code)
    if is_json:
        print(as_json(standing))
        return 0
    for line in _stood(standing.shown, standing.evidence):
        print(line)
    for line in _decided(standing.corrections, use_cases.zone):
        print(line)
    return 0


@credits_.command("set")
@click.argument("code", type=CODE)
@click.option("--role", type=_ROLE, required=True, help="The role to correct.")
@click.option(
    "--name", "names", type=TEXT, multiple=True, help="Repeat it for several names."
)
@click.option("--none", "is_nobody", is_flag=True, help="Credit nobody in this role.")
@click.option(
    "--label",
    "labels",
    type=TEXT,
    multiple=True,
    help="The word before the names, such as 撰文; one for all, or one for each.",
)
@click.option(
    "--url",
    "urls",
    type=TEXT,
    multiple=True,
    help="A page of the named party's own; one for all, or one for each.",
)
@by_option
def correct(  # noqa: PLR0913 - a parameter for each option
    *,
    code: InfoCode,
    role: Role,
    names: Sequence[str],
    is_nobody: bool,
    labels: Sequence[str],
    urls: Sequence[str],
    by: str,
) -> int:
    """Correct the credits of an article in one role.

    They stand for whatever the text says there, through imports and `rederive`, until
    `credits clear`.
    """
    if bool(names) == is_nobody:
        raise click.UsageError("Give --name, or --none.")
    given = zip(
        names,
        _for_each(names, labels, "--label"),
        _for_each(names, urls, "--url"),
        strict=True,
    )
    try:
        credits_given = corrected_credits(role, given)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    return _correct(code, role, credits_given, by)


@with_use_cases
def _correct(
    use_cases: "UseCases",
    code: InfoCode,
    role: Role,
    credits_given: tuple["Attribution", ...],
    by: str,
) -> int:
    is_new = use_cases.corrections.set(code, role, credits_given, Decider(by))
    named = ", ".join(printable(credit.name) for credit in credits_given) or "nobody"
    print(f"{code}: {role} {named}{'' if is_new else ' already'}")
    return 0


@credits_.command()
@click.argument("code", type=CODE)
@click.option(
    "--role", "roles", type=_ROLE, multiple=True, help="Only this role; else all."
)
@with_use_cases
def clear(use_cases: "UseCases", *, code: InfoCode, roles: Sequence[Role]) -> int:
    """Take back corrections: an article's credits are again what its text says."""
    is_new = use_cases.corrections.clear(code, roles or tuple(Role))
    was = "is" if is_new else "was already"
    print(f"{code}: what the text says {was} shown")
    return 0


def _for_each(names: Sequence[str], given: Sequence[str], option: str) -> Sequence[str]:
    if len(given) < 2:
        return [*given, ""][:1] * len(names)
    if len(given) != len(names):
        raise click.UsageError(f"Give {option} once for all names, or once for each.")
    return given


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


def _explained(explanation: "Explanation", zone: tzinfo) -> Iterator[str]:
    yield from _stood(explanation.shown, explanation.evidence)
    yield from _decided(explanation.corrections, zone)
    for finding in explanation.reading.findings:
        yield from _finding(finding)


def _stood(
    credits_shown: Sequence["Attribution"], evidence: Iterable["Attribution"]
) -> Iterator[str]:
    yield from (f"shown  {_credit(credit)}" for credit in credits_shown)
    if not credits_shown:
        yield "shown  nobody"
    yield from (f"weaker {_credit(credit)}" for credit in evidence)


def _decided(corrections: Iterable["Correction"], zone: tzinfo) -> Iterator[str]:
    for one in corrections:
        names = ", ".join(credit.name for credit in one.credits) or "nobody"
        who = f" by {printable(one.by)}" if one.by else ""
        at = shown(one.at, zone)
        yield f"corrected {one.role} to {printable(names)}{who} at {at}"


def _finding(finding: "Finding") -> Iterator[str]:
    where = f"line {finding.place + 1} ({finding.zone}): {printable(finding.raw)}"
    yield (
        f"{where} | refused: {printable(finding.refused)}" if finding.refused else where
    )
    yield from (f"    {_credit(credit)}" for credit in finding.credits)


def _credit(credit: "Attribution") -> str:
    label = f" [{printable(credit.label)}]" if credit.label else ""
    return f"{credit.role} {printable(credit.name)}{label} by {credit.rule}"
