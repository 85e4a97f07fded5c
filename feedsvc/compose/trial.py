"""The composition root of a trial: an import that leaves nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from feedsvc.compose.drafts import create_importer, introduce
from feedsvc.services.publishing.archive.importer import Importer
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database
from feedsvc.store.database.migrate import upgrade


@contextmanager
def trial_importer(settings: Settings, root: Path) -> Iterator[Importer]:
    """Import of the archive at `root` into a database that is gone afterwards."""
    with TemporaryDirectory(prefix="feedsvc-") as folder:
        database = Database(f"sqlite:///{folder}/trial.db")
        try:
            upgrade(database)
            told = introduce(settings, database, root)
            yield create_importer(told, database, keeps_media=False)
        finally:
            database.dispose()
