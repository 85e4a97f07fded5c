"""`feedsvc db`: the database's schema."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.session import with_settings

if TYPE_CHECKING:
    from feedsvc.settings import Settings


@click.group(no_args_is_help=False)
def database() -> None:
    """Manage the database's schema."""


@database.command()
@with_settings
def upgrade(settings: "Settings") -> int:
    """Run every migration that is missing."""
    from feedsvc.compose.base import open_database
    from feedsvc.services import migrations

    revision = migrations.upgrade(open_database(settings))
    print(f"The database is at {revision}.")
    return 0
