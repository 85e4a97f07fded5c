"""`feedsvc backup`: a copy of a live SQLite database."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import PATH
from feedsvc.cli.session import with_settings

if TYPE_CHECKING:
    from feedsvc.settings import Settings


@click.command()
@click.argument("file", type=PATH)
@with_settings
def backup(settings: "Settings", *, file: Path) -> int:
    """Copy a SQLite database that is in use, and check the copy."""
    from feedsvc.compose.operations import create_operations

    size = create_operations(settings).back_up(file)
    print(f"{file}: {size} bytes, checked")
    return 0
