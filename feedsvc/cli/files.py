"""`feedsvc files`: imported files, by their outcome."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import number
from feedsvc.cli.records import print_record
from feedsvc.cli.session import with_use_cases

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases


@click.command()
@click.option(
    "--outcome",
    default="rejected",
    show_default=True,
    metavar="WORD",
    help="A word of the import's summary.",
)
@click.option(
    "--after",
    nargs=2,
    default=("", ""),
    metavar="ARCHIVE PATH",
    help="Continue after this file.",
)
@click.option(
    "--limit",
    type=number(1, 10_000),
    default="50",
    show_default=True,
    help="Files to list.",
)
@click.option("--json", "is_json", is_flag=True, help="One JSON object per line.")
@with_use_cases
def files(
    use_cases: "UseCases",
    *,
    outcome: str,
    after: tuple[str, str],
    limit: int,
    is_json: bool,
) -> int:
    """List files by the outcome of their last import."""
    for file in use_cases.inventory.files(outcome, after=after, limit=limit):
        columns = (file.archive, file.path, file.reason or "")
        print_record(file, columns, is_json=is_json)
    return 0
