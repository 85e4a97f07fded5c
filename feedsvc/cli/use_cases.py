"""The composition root of the commands: settings in, services out, and no web."""

from dataclasses import dataclass

from feedsvc.model.attribution import source_key
from feedsvc.model.clock import utc_now
from feedsvc.services.access import Access
from feedsvc.services.finding import Finding
from feedsvc.services.operations import Operations
from feedsvc.services.publishing.archiving import Archiving
from feedsvc.services.publishing.carrying import Carrying
from feedsvc.services.publishing.deciding import Deciding
from feedsvc.services.publishing.importing import Importing
from feedsvc.services.publishing.placing import StoringRules
from feedsvc.services.publishing.rederiving import Rederiving
from feedsvc.services.statistics import Statistics
from feedsvc.settings import Settings
from feedsvc.store.engine import Database


@dataclass(frozen=True, slots=True)
class UseCases:
    """The services that the command line needs, over one database."""

    database: Database
    importing: Importing
    archiving: Archiving
    deciding: Deciding
    carrying: Carrying
    finding: Finding
    rederiving: Rederiving
    operations: Operations
    statistics: Statistics
    access: Access


def create_use_cases(settings: Settings) -> UseCases:
    """The services of these settings; nothing is opened yet."""
    database = Database(settings.database_url)
    aliases = {
        source_key(name): source_key(meant)
        for name, meant in settings.import_.source_aliases.items()
    }
    rules = StoringRules(settings.links, aliases)
    workers = settings.import_.workers
    deciding = Deciding(database, utc_now)
    return UseCases(
        database=database,
        importing=Importing(database, rules, settings.zone, utc_now, workers),
        archiving=Archiving(database, utc_now),
        deciding=deciding,
        carrying=Carrying(database, deciding),
        finding=Finding(database),
        rederiving=Rederiving(database, rules, utc_now, workers),
        operations=Operations(database, utc_now),
        statistics=Statistics(database, settings.zone, utc_now),
        access=Access(database, utc_now),
    )


def fit_use_cases(settings: Settings) -> UseCases:
    """The same, on a database that is safe and migrated.

    Raises:
        DatabaseUnusable: it is not; says what to do.
    """
    use_cases = create_use_cases(settings)
    use_cases.operations.require_fit()
    return use_cases
