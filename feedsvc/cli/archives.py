"""`feedsvc archives`: archives listed, renamed, forgotten."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import ARCHIVE
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.tables import print_table
from feedsvc.cli.text import printable, shown

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases

_COLUMNS = ("archive", "folder", "", "files", "articles", "rejected", "imported")
_PRESENCE = {True: "there", False: "gone", None: "unknown until imported"}


@click.group(invoke_without_command=True)
@click.pass_context
def archives(context: click.Context) -> int:
    """List the archives that were imported."""
    return 0 if context.invoked_subcommand else _list()


@with_use_cases
def _list(use_cases: "UseCases") -> int:
    rows = []
    for archive in use_cases.archives.all():
        counts = (archive.files, archive.articles, archive.rejected)
        rows.append(
            (
                archive.name,
                archive.root or "-",
                _PRESENCE[archive.is_there],
                *map(str, counts),
                shown(archive.imported_at, use_cases.zone),
            )
        )
    print_table(_COLUMNS, rows)
    return 0


@archives.command()
@click.argument("old")
@click.argument("new", type=ARCHIVE, metavar="NEW")
@with_use_cases
def rename(use_cases: "UseCases", *, old: str, new: str) -> int:
    """Give an archive another name.

    An import under the new name recognises the archive's files.
    """
    use_cases.archives.rename(old, new)
    print(f"{printable(old)} is {printable(new)} now.")
    return 0


@archives.command()
@click.argument("name")
@with_use_cases
def forget(use_cases: "UseCases", *, name: str) -> int:
    """Forget an archive that is gone for good.

    Its files no longer count; the articles stay. It works in batches, and may be run
    again.
    """
    files = use_cases.archives.forget(name)
    print(f"{printable(name)} is forgotten, {files} files; articles stay.")
    return 0
