"""`feedsvc rederive`: stored articles processed again."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.output import print_done
from feedsvc.cli.session import with_settings

if TYPE_CHECKING:
    from feedsvc.settings import Settings


@click.command()
@with_settings
def rederive(settings: "Settings") -> int:
    """Process stored articles again by the current rules.

    Worth it after an upgrade that improved cleaning or credits. It works in batches,
    and may be stopped and run again.
    """
    from feedsvc.services.publishing.archive.pool import warm_up

    warm_up()  # it starts while the rest is imported
    from feedsvc.cli.progress import TerminalReporter
    from feedsvc.compose.commands import fit_use_cases
    from feedsvc.compose.drafts import create_rederivation

    rederivation = create_rederivation(settings, fit_use_cases(settings).database)
    with TerminalReporter() as reporter, reporter.telling_interruption():
        made, different = rederivation.run(reporter.count)
    print_done(f"made anew {made} · read differently {different}")
    return 0
