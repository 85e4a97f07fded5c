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
    from feedsvc.compose.background import create_workshop
    from feedsvc.compose.commands import fit_use_cases
    from feedsvc.runtime.jobs import log_to_stderr, run_worker, work_alone

    use_cases = fit_use_cases(settings)
    log_to_stderr()
    workshop = create_workshop(settings, use_cases.database)
    return run_worker(work_alone(use_cases.decisions, workshop))
