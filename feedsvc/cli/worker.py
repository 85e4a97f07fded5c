"""`feedsvc worker`: background work, without a site."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.session import with_settings

if TYPE_CHECKING:
    from feedsvc.settings import Settings


@click.command()
@with_settings
def worker(settings: "Settings") -> int:
    """Run the background work without a server."""
    from feedsvc.compose.background import create_background
    from feedsvc.compose.base import known_settings
    from feedsvc.compose.commands import fit_use_cases
    from feedsvc.log import to_stderr
    from feedsvc.runtime.jobs import run_worker, work_alone

    database = fit_use_cases(settings).database
    settings = known_settings(settings, database)
    to_stderr()
    return run_worker(work_alone(create_background(settings, database)))
