"""`feedsvc partner`: sites with a key of their own for embeds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import LABEL, Parsed
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.tables import print_table
from feedsvc.cli.text import printable

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases

_COLUMNS = ("name", "key", "origins", "today", "30 days")


def _origin(text: str) -> str:
    from feedsvc.settings import values

    try:
        return values.origin(text)
    except ValueError as error:
        raise ValueError(f"{text!r} {error}") from None


@click.group(no_args_is_help=False)
def partner() -> None:
    """Manage the partners that embed under a key of their own."""


@partner.command()
@click.argument("name", type=LABEL)
@click.option(
    "--origin",
    "origins",
    type=Parsed("origin", _origin),
    multiple=True,
    required=True,
    help="Where its pages are, such as https://a.example; give each of several.",
)
@with_use_cases
def add(use_cases: "UseCases", *, name: str, origins: Sequence[str]) -> int:
    """Add a partner, and print its key.

    The key stands in the partner's pages for everybody to read, so it is no secret.
    """
    print(use_cases.partners.add(name, tuple(origins)).key)
    return 0


@partner.command("list")
@with_use_cases
def list_partners(use_cases: "UseCases") -> int:
    """List the partners, and how often their embeds were loaded."""
    rows = [
        (
            each.partner.name,
            each.partner.key,
            " ".join(each.partner.origins),
            str(each.today),
            str(each.recent),
        )
        for each in use_cases.partners.all()
    ]
    print_table(_COLUMNS, rows)
    return 0


@partner.command()
@click.argument("name", type=LABEL)
@with_use_cases
def remove(use_cases: "UseCases", *, name: str) -> int:
    """Remove a partner: its key is unknown from now on, and its loads are forgotten."""
    loads = use_cases.partners.remove(name)
    print(f"{printable(name)} is no partner any more; {loads} loads are forgotten.")
    return 0
