"""The composition root of `feedsvc sync`: it alone loads what watches files."""

from pathlib import Path

from feedsvc.compose.drafts import create_importer, introduce
from feedsvc.services.publishing.archive.presence import storable
from feedsvc.services.publishing.archive.sync import Sync
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database


def create_sync(
    settings: Settings,
    database: Database,
    root: Path,
    *,
    name: str | None,
    retracts_removed: bool,
) -> Sync:
    """Sync of the archive at `root`."""
    importer = create_importer(introduce(settings, database, root), database)
    name = name or storable(str(root.resolve()))
    return Sync(importer, root.absolute(), name, retracts_removed)
