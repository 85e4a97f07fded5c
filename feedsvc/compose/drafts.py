"""The composition root of imports: it alone loads the parsers."""

from pathlib import Path

from feedsvc.archive.jekyll.site import Zones
from feedsvc.compose.base import known_settings
from feedsvc.compose.storing import storing_rules
from feedsvc.model.clock import utc_now
from feedsvc.services.publishing.archive.importer import Importer
from feedsvc.services.publishing.archive.introduction import Introduction
from feedsvc.services.publishing.rederivation import Rederivation
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database


def create_importer(
    settings: Settings, database: Database, *, keeps_media: bool = True
) -> Importer:
    """Import of archives into a database.

    Args:
        settings: of the site.
        database: that they come into.
        keeps_media: False only counts the files that posts refer to.
    """
    workers = settings.import_.worker_count
    zone_set = settings.zone if "timezone" in settings.model_fields_set else None
    zones = Zones(zone_set, settings.zone)
    return Importer(
        database,
        storing_rules(settings),
        zones,
        utc_now,
        workers,
        max_media_bytes=settings.import_.max_media_bytes,
        keeps_media=keeps_media,
    )


def introduce(settings: Settings, database: Database, root: Path) -> Settings:
    """The settings of an import, with what the archive's site says of itself.

    A store with articles keeps the facts that it began with.
    """
    Introduction(database, utc_now).meet(root)
    return known_settings(settings, database)


def create_rederivation(settings: Settings, database: Database) -> Rederivation:
    """Articles made anew by the rules of today."""
    return Rederivation(
        database, storing_rules(settings), utc_now, settings.import_.worker_count
    )
