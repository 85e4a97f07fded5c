"""The composition root of the commands: settings in, services out, and no web."""

from dataclasses import dataclass

from feedsvc.compose.base import open_database
from feedsvc.model.clock import utc_now
from feedsvc.services.inventory import Finding
from feedsvc.services.operations import Operations
from feedsvc.services.publishing.archive.archives import Archiving
from feedsvc.services.publishing.decisions import Deciding
from feedsvc.services.publishing.transfer import Carrying
from feedsvc.services.statistics import Statistics
from feedsvc.services.tokens import Access
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class UseCases:
    """The services that the command line needs, over one database."""

    database: Database
    archiving: Archiving
    deciding: Deciding
    carrying: Carrying
    finding: Finding
    operations: Operations
    statistics: Statistics
    access: Access


def create_use_cases(settings: Settings) -> UseCases:
    """The services of these settings; nothing is opened yet."""
    database = open_database(settings)
    deciding = Deciding(database, utc_now)
    return UseCases(
        database=database,
        archiving=Archiving(database, utc_now),
        deciding=deciding,
        carrying=Carrying(database, deciding),
        finding=Finding(database),
        operations=Operations(database, utc_now),
        statistics=Statistics(database, settings.zone, utc_now),
        access=Access(database, utc_now),
    )


def fit_use_cases(settings: Settings) -> UseCases:
    """Use cases on a database that is safe and migrated.

    Raises:
        DatabaseUnusable: it is not; says what to do.
    """
    use_cases = create_use_cases(settings)
    use_cases.operations.require_fit()
    return use_cases
