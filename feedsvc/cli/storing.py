"""Storing: archives brought in, articles made anew, and copies of the database."""

import argparse
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from feedsvc.cli.output import print_done
from feedsvc.cli.reporting import TerminalReporter
from feedsvc.cli.text import printable
from feedsvc.compose.commands import create_use_cases, fit_use_cases
from feedsvc.compose.drafts import create_importer, create_rederivation
from feedsvc.services.publishing.archive.summary import Summary
from feedsvc.settings import Settings


def import_archive(arguments: argparse.Namespace, settings: Settings) -> int:
    """Import an archive, and print the outcome."""
    importer = create_importer(settings, fit_use_cases(settings).database)
    with TerminalReporter() as reporter, _telling_interruption(reporter):
        summary = importer.run(arguments.folder, reporter, name=arguments.name)
    print_done(
        f"read {summary.read} · new {summary.new} · changed {summary.changed} · "
        f"unchanged {summary.unchanged} · same article {summary.same_article} · "
        f"rejected {summary.rejected} · incomplete {summary.incomplete} · "
        f"unpublished {summary.unpublished} · passed over {summary.passed_over} · "
        f"{summary.seconds:.1f} s"
    )
    if line := lost_line(summary):
        print(line, file=sys.stderr)
    return 1 if arguments.strict and not summary.is_whole else 0


def lost_line(summary: Summary) -> str | None:
    """Advice where most of the new or changed posts lost to another archive."""
    lost = summary.lost_to.total()
    stored = summary.read - summary.unchanged
    if lost * 2 <= stored:
        return None
    name, _files = summary.lost_to.most_common(1)[0]
    typed = shlex.quote(printable(name))
    return (
        f"{lost} of {stored} new or different files lost to better files of "
        f"{printable(name)}. If this folder takes its place, import it with "
        f"--name {typed}; if that archive is gone for good, run "
        f"`feedsvc archives forget {typed}` and import again."
    )


def rederive(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Make html and credits anew where the rules improved."""
    rederivation = create_rederivation(settings, fit_use_cases(settings).database)
    with TerminalReporter() as reporter, _telling_interruption(reporter):
        made, different = rederivation.run(reporter.count)
    print_done(f"made anew {made} · read differently {different}")
    return 0


@contextmanager
def _telling_interruption(reporter: TerminalReporter) -> Iterator[None]:
    """Report what is stored if the work is interrupted; the command then exits."""
    try:
        yield
    except KeyboardInterrupt:
        reporter.interrupted()
        raise


def backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Copy a live SQLite database, and check the copy."""
    size = create_use_cases(settings).operations.back_up(arguments.file)
    print(f"{arguments.file}: {size} bytes, checked")
    return 0
