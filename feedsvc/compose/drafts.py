"""The composition root of imports: it alone loads the parsers."""

from feedsvc.archive.jekyll.site import Zones
from feedsvc.compose.storing import storing_rules
from feedsvc.model.clock import utc_now
from feedsvc.services.publishing.archive.importer import Importer
from feedsvc.services.publishing.rederivation import Rederivation
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database


def create_importer(settings: Settings, database: Database) -> Importer:
    """Import of archives into a database."""
    workers = settings.import_.worker_count
    zone_set = settings.zone if "timezone" in settings.model_fields_set else None
    zones = Zones(zone_set, settings.zone)
    return Importer(database, storing_rules(settings), zones, utc_now, workers)


def create_rederivation(settings: Settings, database: Database) -> Rederivation:
    """Articles made anew by the rules of today."""
    return Rederivation(
        database, storing_rules(settings), utc_now, settings.import_.worker_count
    )
