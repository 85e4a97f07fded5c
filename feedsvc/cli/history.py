"""`feedsvc history`: what was done to an article, when and by whom."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import CODE
from feedsvc.cli.records import print_record
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.text import shown
from feedsvc.model.info_code import InfoCode

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases


@click.command()
@click.argument("code", type=CODE)
@click.option("--json", "is_json", is_flag=True, help="One JSON object per line.")
@with_use_cases
def history(use_cases: "UseCases", *, code: InfoCode, is_json: bool) -> int:
    """Show what was done to an article, when and by whom.

    The latest change comes first.
    """
    for event in use_cases.histories.events(code):
        columns = (
            shown(event.at, use_cases.zone),
            event.deed.value,
            event.by or "-",
            event.note,
        )
        print_record(event, columns, is_json=is_json)
    return 0
