"""Archives at the terminal: listed, renamed, forgotten."""

import argparse

from rich.markup import escape
from rich.table import Table

from feedsvc.cli.reporting import print_table
from feedsvc.cli.text import printable
from feedsvc.compose.commands import fit_use_cases
from feedsvc.settings import Settings

_PRESENCE = {True: "there", False: "gone", None: "unknown until imported"}


def list_all(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Print where every archive lies, and what it has brought."""
    table = Table("archive", "folder", "", "files", "articles", "rejected", "imported")
    for archive in fit_use_cases(settings).archives.all():
        imported = archive.imported_at
        table.add_row(
            escape(printable(archive.name)),
            escape(printable(archive.root or "-")),
            _PRESENCE[archive.is_there],
            *map(str, (archive.files, archive.articles, archive.rejected)),
            f"{imported.astimezone(settings.zone):%Y-%m-%d %H:%M}" if imported else "-",
        )
    print_table(table)
    return 0


def rename(arguments: argparse.Namespace, settings: Settings) -> int:
    """Give an archive another name."""
    fit_use_cases(settings).archives.rename(arguments.old, arguments.new)
    print(f"{printable(arguments.old)} is {printable(arguments.new)} now.")
    return 0


def forget(arguments: argparse.Namespace, settings: Settings) -> int:
    """Forget an archive that is gone for good."""
    files = fit_use_cases(settings).archives.forget(arguments.name)
    print(f"{printable(arguments.name)} is forgotten, {files} files; articles stay.")
    return 0
