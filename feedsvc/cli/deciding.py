"""Decisions: commands that change an article or a category by a person's decision."""

import argparse
import sys
from collections.abc import Sequence

from feedsvc.cli.text import printable
from feedsvc.compose.commands import fit_use_cases
from feedsvc.errors import DecisionRefused
from feedsvc.model.info_code import InfoCode
from feedsvc.model.inventory import FoundArticle, Wanted
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.settings import Settings

_TITLES = 5  # that are named before their articles are erased


def retract(arguments: argparse.Namespace, settings: Settings) -> int:
    """Withdraw an article: 410, or 451."""
    fit_use_cases(settings).decisions.retract(
        arguments.code, reason=arguments.reason, is_legal=arguments.legal
    )
    print(f"{arguments.code} is retracted.")
    return 0


def restore(arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring a withdrawn article back."""
    fit_use_cases(settings).decisions.restore(arguments.code)
    print(f"{arguments.code} is back.")
    return 0


def merge(arguments: argparse.Namespace, settings: Settings) -> int:
    """Let another article answer for this one."""
    fit_use_cases(settings).decisions.merge(arguments.code, arguments.into)
    print(f"{arguments.code} leads to {arguments.into}.")
    return 0


def purge(arguments: argparse.Namespace, settings: Settings) -> int:
    """Erase what an article said, or all articles of a category or a person."""
    use_cases = fit_use_cases(settings)
    if arguments.code:
        use_cases.decisions.purge(arguments.code)
        print(f"{arguments.code} is erased; its addresses answer 451.")
        return 0
    whose = Wanted(
        limit=_TITLES,
        category=arguments.category,
        author=arguments.author,
        is_kept=True,
    )
    codes = use_cases.inventory.codes(whose)
    _say_what_goes(codes, use_cases.inventory.articles(whose))
    if codes and not arguments.yes and not _agrees(whose, len(codes)):
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


def _purge_all(decisions: Decisions, codes: Sequence[InfoCode]) -> int:
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


def rename(arguments: argparse.Namespace, settings: Settings) -> int:
    """Give a category another slug, or another title."""
    new = arguments.new_slug or Slug(arguments.slug)
    if new == arguments.slug and not arguments.title:
        raise DecisionRefused(arguments.slug, "give --slug, --title or both")
    ref = StreamRef(StreamKind.CATEGORY, arguments.slug)
    fit_use_cases(settings).decisions.rename(ref, new, arguments.title)
    print(f"/categories/{new}/")
    return 0
