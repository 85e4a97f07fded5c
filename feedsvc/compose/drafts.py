"""The composition root of imports: it alone loads the parsers."""

from feedsvc.archive.jekyll.site import Zones
from feedsvc.model.attribution import source_key
from feedsvc.model.clock import utc_now
from feedsvc.services.publishing.archive.importer import Importer
from feedsvc.services.publishing.placement import StoringRules
from feedsvc.services.publishing.rederivation import Rederivation
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database


def create_importer(settings: Settings, database: Database) -> Importer:
    """Import of archives into a database."""
    workers = settings.import_.worker_count
    zone_set = settings.zone if "timezone" in settings.model_fields_set else None
    zones = Zones(zone_set, settings.zone)
    return Importer(database, _rules(settings), zones, utc_now, workers)


def create_rederivation(settings: Settings, database: Database) -> Rederivation:
    """Articles made anew by the rules of today."""
    return Rederivation(
        database, _rules(settings), utc_now, settings.import_.worker_count
    )


def _rules(settings: Settings) -> StoringRules:
    aliases = {
        source_key(name): source_key(meant)
        for name, meant in settings.import_.source_aliases.items()
    }
    titles = settings.import_.outlets.replace("，", ",").split(",")
    return StoringRules(
        settings.links,
        aliases,
        outlets=frozenset(key for key in map(source_key, titles) if key),
        infers_outlets=settings.import_.infer_outlets,
    )
