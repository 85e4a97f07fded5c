"""`feedsvc db`: the database's schema."""

import argparse

from feedsvc.compose.base import open_database
from feedsvc.services import migrations
from feedsvc.settings import Settings


def upgrade(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Run every migration that is missing."""
    revision = migrations.upgrade(open_database(settings))
    print(f"The database is at {revision}.")
    return 0
