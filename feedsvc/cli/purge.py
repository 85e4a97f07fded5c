"""`feedsvc purge`: articles erased for good, one, or all of a category or a person."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import CODE, FILLED
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.text import printable
from feedsvc.errors import DecisionRefused
from feedsvc.model.info_code import InfoCode
from feedsvc.model.inventory import FoundArticle, Wanted

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases
    from feedsvc.services.publishing.decisions import Decisions

_TITLES = 5  # that are named before their articles are erased


@click.command()
@click.argument("code", type=CODE, required=False)
@click.option(
    "--category", type=FILLED, metavar="SLUG", help="All articles of this category."
)
@click.option(
    "--author", type=FILLED, metavar="NAME", help="All articles that credit this name."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def purge(
    context: click.Context,
    *,
    code: InfoCode | None,
    category: str | None,
    author: str | None,
    yes: bool,
) -> int:
    """Erase an article for good, after a legal order.

    Its text, versions, credits and cards are deleted, and its addresses answer 451.
    This cannot be undone. With --category or --author, the command says what it will
    erase, and asks.
    """
    if [code, category, author].count(None) != 2:
        raise click.UsageError("Give one of CODE, --category and --author.", context)
    if code:
        return _purge_one(code)
    whose = Wanted(limit=_TITLES, category=category, author=author, is_kept=True)
    return _purge_many(whose, is_sure=yes)


@with_use_cases
def _purge_one(use_cases: "UseCases", code: InfoCode) -> int:
    use_cases.decisions.purge(code)
    print(f"{code} is erased; its addresses answer 451.")
    return 0


@with_use_cases
def _purge_many(use_cases: "UseCases", whose: Wanted, *, is_sure: bool) -> int:
    codes = use_cases.inventory.codes(whose)
    _say_what_goes(codes, use_cases.inventory.articles(whose))
    if codes and not is_sure and not _agrees(whose, len(codes)):
        print("Nothing was erased.")
        return 1
    return _purge_all(use_cases.decisions, codes)


def _say_what_goes(codes: Sequence[InfoCode], first: Sequence[FoundArticle]) -> None:
    """Count the articles that will be erased, and name a few."""
    print(f"{len(codes)} articles would be erased for good, wherever they stand.")
    for found in first:
        print(printable(f"{found.info_code}  {found.title}"))
    if len(codes) > len(first):
        print("…")


def _agrees(whose: Wanted, count: int) -> bool:
    """Ask on the terminal; there must be one.

    Raises:
        DecisionRefused: there is none.
    """
    if not sys.stdin.isatty():
        reason = "nobody is there to be asked; give --yes to erase them"
        raise DecisionRefused(whose.category or whose.author or "", reason)
    print(f"Erase {count} articles for good? Type yes: ", end="", flush=True)
    return sys.stdin.readline().strip().lower() == "yes"


def _purge_all(decisions: "Decisions", codes: Sequence[InfoCode]) -> int:
    done = 0
    try:
        for so_far in decisions.purge_all(codes):
            done = so_far
    except KeyboardInterrupt:
        said = f"{done} of {len(codes)} articles are erased; run it again for the rest"
        print(f"feedsvc: {said}", file=sys.stderr)
        return 130
    print(f"{done} articles are erased; their addresses answer 451.")
    return 0
