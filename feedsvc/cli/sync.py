"""`feedsvc sync`: an archive followed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import ARCHIVE, PATH
from feedsvc.cli.session import with_settings

if TYPE_CHECKING:
    from feedsvc.settings import Settings


@click.command()
@click.argument("folder", type=PATH, metavar="DIR")
@click.option(
    "--name", type=ARCHIVE, help="The archive's name; its absolute path by default."
)
@click.option(
    "--retract-removed",
    "retracts_removed",
    is_flag=True,
    help="Retract articles whose files are removed.",
)
@with_settings
def sync(
    settings: "Settings", *, folder: Path, name: str | None, retracts_removed: bool
) -> int:
    """Keep importing a Jekyll archive as it changes."""
    from feedsvc.compose.commands import fit_use_cases
    from feedsvc.compose.following import create_sync
    from feedsvc.log import to_stderr
    from feedsvc.runtime.sync import run_sync

    database = fit_use_cases(settings).database
    to_stderr()
    followed = create_sync(
        settings, database, folder, name=name, retracts_removed=retracts_removed
    )
    return run_sync(followed)
