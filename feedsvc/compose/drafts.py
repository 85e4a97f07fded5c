"""The composition root of imports: it alone loads the parsers."""

from feedsvc.model.attribution import source_key
from feedsvc.model.clock import utc_now
from feedsvc.services.publishing.archive.importer import Importing
from feedsvc.services.publishing.placement import StoringRules
from feedsvc.services.publishing.rederivation import Rederiving
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database


def create_importing(settings: Settings, database: Database) -> Importing:
    """Import of archives into a database."""
    workers = settings.import_.workers
    return Importing(database, _rules(settings), settings.zone, utc_now, workers)


def create_rederiving(settings: Settings, database: Database) -> Rederiving:
    """Articles made anew by the rules of today."""
    return Rederiving(database, _rules(settings), utc_now, settings.import_.workers)


def _rules(settings: Settings) -> StoringRules:
    aliases = {
        source_key(name): source_key(meant)
        for name, meant in settings.import_.source_aliases.items()
    }
    return StoringRules(settings.links, aliases)
