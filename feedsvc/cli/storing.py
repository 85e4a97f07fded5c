"""Storing: archives brought in, articles made anew, and copies of the database."""

import argparse

from feedsvc.cli.reporting import TerminalReporter
from feedsvc.cli.use_cases import create_use_cases, fit_use_cases
from feedsvc.settings import Settings


def import_archive(arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring in an archive, and say what came of it."""
    importing = fit_use_cases(settings).importing
    with TerminalReporter() as reporter:
        summary = importing.run(arguments.folder, reporter, name=arguments.name)
    print(
        f"read {summary.read} · new {summary.new} · changed {summary.changed} · "
        f"unchanged {summary.unchanged} · same article {summary.same_article} · "
        f"rejected {summary.rejected} · {summary.seconds:.1f} s"
    )
    return 1 if arguments.strict and summary.rejected else 0


def rederive(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Make html and credits anew where the rules improved."""
    with TerminalReporter() as reporter:
        made, different = fit_use_cases(settings).rederiving.run(reporter.count)
    print(f"made anew {made} · read differently {different}")
    return 0


def backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Copy a live SQLite database, and check the copy."""
    size = create_use_cases(settings).operations.back_up(arguments.file)
    print(f"{arguments.file}: {size} bytes, checked")
    return 0
