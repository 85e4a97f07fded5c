"""`feedsvc token`: tokens created, listed and revoked."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import DURATION, FILLED, LABEL, OneOf
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.tables import print_table
from feedsvc.cli.text import printable, shown
from feedsvc.model.token import Scope, find_prefix

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases

_COLUMNS = ("prefix", "name", "scopes", "categories", "created", "expires", "")


@click.group(no_args_is_help=False)
def token() -> None:
    """Manage the tokens that open what is not public, such as the statistics."""


@token.command()
@click.option(
    "--scope",
    "scopes",
    type=OneOf(Scope),
    multiple=True,
    required=True,
    help="What the token permits.",
)
@click.option(
    "--expires",
    type=DURATION,
    default="90d",
    show_default=True,
    help="When it ends, such as 12h, 90d or 8w.",
)
@click.option("--name", type=LABEL, help="Whose it is, up to 64 characters.")
@click.option(
    "--category",
    "categories",
    type=FILLED,
    multiple=True,
    metavar="NAME",
    help="Let it write in this category alone, by its raw name; may be repeated.",
)
@with_use_cases
def create(
    use_cases: "UseCases",
    *,
    scopes: Sequence[Scope],
    expires: timedelta,
    name: str | None,
    categories: Sequence[str],
) -> int:
    """Create a token, and show it this once.

    Only the token goes to standard output.
    """
    permitted = frozenset(scopes)
    name = name or " ".join(sorted(permitted))
    bound = frozenset(categories)
    text = use_cases.tokens.create(name, permitted, expires, bound)
    print(f"{printable(name)}: {find_prefix(text)}, not shown again", file=sys.stderr)
    print(text)
    return 0


@token.command("list")
@with_use_cases
def list_tokens(use_cases: "UseCases") -> int:
    """List the tokens, without their secrets."""
    rows = [
        (
            token.prefix,
            token.name,
            " ".join(sorted(token.scopes)),
            ", ".join(sorted(token.categories)) or "all",
            shown(token.created_at, use_cases.zone),
            shown(token.expires_at, use_cases.zone),
            "" if is_live else "expired",
        )
        for token, is_live in use_cases.tokens.all()
    ]
    print_table(_COLUMNS, rows)
    return 0


@token.command()
@click.argument("prefix")
@with_use_cases
def revoke(use_cases: "UseCases", *, prefix: str) -> int:
    """Revoke a token at once.

    By its prefix, or by the whole token; only the prefix is printed.
    """
    prefix = find_prefix(prefix) or prefix
    use_cases.tokens.revoke(prefix)
    print(f"{printable(prefix)} opens nothing any more.")
    return 0
