"""`feedsvc rederive`: stored articles processed again."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from feedsvc.cli.output import print_done
from feedsvc.cli.session import with_settings
from feedsvc.cli.text import printable

if TYPE_CHECKING:
    from feedsvc.services.publishing.rederivation import Preview
    from feedsvc.settings import Settings


@click.command()
@click.option(
    "--dry-run",
    is_flag=True,
    help="Only show which credits would change; write nothing.",
)
@with_settings
def rederive(settings: "Settings", *, dry_run: bool) -> int:
    """Process stored articles again by the current rules.

    Worth it after an upgrade that improved cleaning or credits. It works in batches,
    and may be stopped and run again.
    """
    from feedsvc.services.publishing.archive.pool import warm_up

    warm_up()  # it starts while the rest is imported
    from feedsvc.cli.progress import TerminalReporter
    from feedsvc.compose.base import known_settings
    from feedsvc.compose.commands import fit_use_cases
    from feedsvc.compose.drafts import create_rederivation

    database = fit_use_cases(settings).database
    rederivation = create_rederivation(known_settings(settings, database), database)
    if dry_run:
        with TerminalReporter() as reporter:
            preview = rederivation.preview(reporter.count)
        for line in _told(preview):
            print(line)
        return 0
    with TerminalReporter() as reporter, reporter.telling_interruption():
        made, different = rederivation.run(reporter.count)
    print_done(f"made anew {made} · read differently {different}")
    return 0


def _told(preview: "Preview") -> Iterator[str]:
    """The preview in lines: numbers, numbers by role, and the first articles."""
    yield f"would make anew {preview.made} · credits would change {preview.changed}"
    for role in sorted(preview.gained.keys() | preview.lost.keys()):
        yield f"{role} · gained {preview.gained[role]} · lost {preview.lost[role]}"
    for change in preview.sample:
        gained = [f"+{role} {printable(name)}" for role, name in change.gained]
        lost = [f"-{role} {printable(name)}" for role, name in change.lost]
        yield f"{change.info_code}: {', '.join(gained + lost)}"
