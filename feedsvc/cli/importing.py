"""`feedsvc import`: archives brought in."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedsvc.cli.output import print_done
from feedsvc.cli.parameters import ARCHIVE, PATH
from feedsvc.cli.session import with_settings
from feedsvc.cli.text import media_told, printable
from feedsvc.model.claim import API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedsvc.services.publishing.archive.summary import Summary
    from feedsvc.settings import Settings


@click.command("import")
@click.argument("folder", type=PATH, metavar="DIR")
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with status 1 if a file was rejected or is incomplete.",
)
@click.option(
    "--name", type=ARCHIVE, help="The archive's name; its absolute path by default."
)
@click.option(
    "--check", is_flag=True, help="Store nothing; say what would come, by kind."
)
@with_settings
def import_archive(
    settings: "Settings", *, folder: Path, strict: bool, name: str | None, check: bool
) -> int:
    """Import a Jekyll archive."""
    from feedsvc.services.publishing.archive.pool import warm_up

    warm_up()  # it starts while the rest is imported
    if check:
        from feedsvc.cli.checking import check_archive

        checked = check_archive(settings, folder, name=name)
        return 1 if strict and not checked.is_whole else 0
    from feedsvc.cli.progress import TerminalReporter
    from feedsvc.compose.commands import fit_use_cases
    from feedsvc.compose.drafts import create_importer, introduce

    database = fit_use_cases(settings).database
    informed = introduce(settings, database, folder)
    importer = create_importer(informed, database)
    with TerminalReporter() as reporter, reporter.telling_interruption():
        summary = importer.run(folder, reporter, name=name)
    print_done(
        f"read {summary.read} · new {summary.new} · changed {summary.changed} · "
        f"unchanged {summary.unchanged} · same article {summary.same_article} · "
        f"rejected {summary.rejected} · incomplete {summary.incomplete} · "
        f"unpublished {summary.unpublished} · passed over {summary.passed_over} · "
        f"{media_told(summary.media, summary.media_bytes)}{summary.seconds:.1f} s"
    )
    for taken in _taken_lines(settings, informed):
        print(taken)
    if line := _lost_line(summary):
        print(line, file=sys.stderr)
    return 1 if strict and not summary.is_whole else 0


def _taken_lines(settings: "Settings", informed: "Settings") -> "Iterator[str]":
    """A line for each setting that the archive's `_config.yml` gave."""
    pairs = [
        ("site_title", settings.site_title, informed.site_title),
        ("site_description", settings.site_description, informed.site_description),
        ("language", settings.language, informed.language),
        ("timezone", settings.timezone, informed.timezone),
        ("legacy_url", settings.import_.legacy_url, informed.import_.legacy_url),
    ]
    for name, before, now in pairs:
        if before != now:
            yield f"{name} = {printable(now)} (the site's own; a setting overrides it)"


def _lost_line(summary: "Summary") -> str | None:
    """Advice where most of the new or changed posts lost to another archive."""
    lost = summary.lost_to.total()
    stored = summary.read - summary.unchanged
    if lost * 2 <= stored:
        return None
    name, _files = summary.lost_to.most_common(1)[0]
    if name == API:
        return f"{lost} of {stored} new or different files lost to what programs sent."
    typed = shlex.quote(printable(name))
    return (
        f"{lost} of {stored} new or different files lost to better files of "
        f"{printable(name)}. If this folder takes its place, import it with "
        f"--name {typed}; if that archive is gone for good, run "
        f"`feedsvc archives forget {typed}` and import again."
    )
