"""Tokens: made, listed and revoked at the terminal."""

import argparse
import sys

from rich.markup import escape
from rich.table import Table

from feedsvc.cli.reporting import print_table
from feedsvc.cli.text import printable
from feedsvc.compose.commands import fit_use_cases
from feedsvc.model.token import find_prefix
from feedsvc.settings import Settings


def create(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make a token; it alone goes to standard output, and nowhere else, ever."""
    scopes = frozenset(arguments.scope)
    name = arguments.name or " ".join(sorted(scopes))
    tokens = fit_use_cases(settings).tokens
    text = tokens.create(name, scopes, arguments.expires)
    print(f"{printable(name)}: {find_prefix(text)}, not shown again", file=sys.stderr)
    print(text)
    return 0


def list_all(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every token, without its secret."""
    table = Table("prefix", "name", "scopes", "created", "expires", "")
    for token, is_live in fit_use_cases(settings).tokens.all():
        created, expires = (
            f"{moment.astimezone(settings.zone):%Y-%m-%d %H:%M}"
            for moment in (token.created_at, token.expires_at)
        )
        table.add_row(
            token.prefix,
            escape(printable(token.name)),
            " ".join(sorted(token.scopes)),
            created,
            expires,
            "" if is_live else "expired",
        )
    print_table(table)
    return 0


def revoke(arguments: argparse.Namespace, settings: Settings) -> int:
    """Forget a token; if it was given whole, only its prefix is printed."""
    prefix = find_prefix(arguments.prefix) or arguments.prefix
    fit_use_cases(settings).tokens.revoke(prefix)
    print(f"{printable(prefix)} opens nothing any more.")
    return 0
