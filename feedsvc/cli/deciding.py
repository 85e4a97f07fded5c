"""Deciding: what a person makes of an article or a category."""

import argparse

from feedsvc.cli.use_cases import fit_use_cases
from feedsvc.errors import DecisionRefused
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.settings import Settings


def retract(arguments: argparse.Namespace, settings: Settings) -> int:
    """Withdraw an article: 410, or 451."""
    fit_use_cases(settings).deciding.retract(
        arguments.code, reason=arguments.reason, is_legal=arguments.legal
    )
    print(f"{arguments.code} is retracted.")
    return 0


def restore(arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring a withdrawn article back."""
    fit_use_cases(settings).deciding.restore(arguments.code)
    print(f"{arguments.code} is back.")
    return 0


def merge(arguments: argparse.Namespace, settings: Settings) -> int:
    """Let another article answer for this one."""
    fit_use_cases(settings).deciding.merge(arguments.code, arguments.into)
    print(f"{arguments.code} leads to {arguments.into}.")
    return 0


def purge(arguments: argparse.Namespace, settings: Settings) -> int:
    """Erase what an article said."""
    fit_use_cases(settings).deciding.purge(arguments.code)
    print(f"{arguments.code} is erased; its addresses answer 451.")
    return 0


def rename(arguments: argparse.Namespace, settings: Settings) -> int:
    """Give a category another slug, or another title."""
    new = arguments.new_slug or Slug(arguments.slug)
    if new == arguments.slug and not arguments.title:
        raise DecisionRefused(arguments.slug, "give --slug, --title or both")
    ref = StreamRef(StreamKind.CATEGORY, arguments.slug)
    fit_use_cases(settings).deciding.rename(ref, new, arguments.title)
    print(f"/categories/{new}/")
    return 0
